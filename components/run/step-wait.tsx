// What a step waits or waited for: the key, since and until when, how often somebody was reminded, who sent the event; a person may send it here.
'use client';
import { useState } from 'react';
import type { RunShape } from '@/lib/contract/run';
import type { StepShape } from '@/lib/contract/run-detail';
import { useMay } from '../account/use-me';
import { AbsoluteTime } from '../ui/absolute-time';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Countdown } from '../ui/countdown';
import { KeyValue } from '../ui/key-value';
import { PaneSection } from '../ui/pane-section';
import { followUpsBefore, followUpsSentence } from './follow-up-words';
import { SendEventDialog } from './send-event-dialog';

type StepWaitProps = { run: RunShape; step: StepShape; steps: readonly StepShape[] };

export function StepWait({ run, step, steps }: StepWaitProps) {
  const [sending, setSending] = useState(false);
  const may = useMay('signals:write');
  const { wait } = step;
  if (wait === null) return null;
  const { correlationKey, since, until, event } = wait;
  const open = step.status === 'waiting';
  const followUps = followUpsBefore(step, steps);
  return (
    <PaneSection title="Event from outside">
      <KeyValue
        items={[
          {
            name: 'key',
            value: correlationKey,
            mono: true,
            mark: <CopyButton text={correlationKey} what="correlation key" />,
          },
          { name: 'since', value: <AbsoluteTime at={since} look="date-time" /> },
          {
            name: 'until',
            value: (
              <span className="inline-flex flex-wrap gap-x-2">
                <AbsoluteTime at={until} look="date-time" />
                {open && <Countdown until={until} quiet atZero="its time is over" />}
              </span>
            ),
          },
          ...(followUps === undefined ? [] : [{ name: 'follow-ups', value: followUpsSentence(followUps) }]),
          ...(event === null
            ? []
            : [
                { name: 'sent by', value: event.by.label },
                { name: 'came', value: <AbsoluteTime at={event.receivedAt} look="date-time" /> },
              ]),
          ...(event === null && step.status === 'succeeded' ? [{ name: 'came', value: 'nothing' }] : []),
        ]}
      />
      {open && may && (
        <Button className="mt-2" onClick={() => setSending(true)}>
          Send the event
        </Button>
      )}
      {sending && (
        <SendEventDialog run={run} correlationKey={correlationKey} onClose={() => setSending(false)} />
      )}
    </PaneSection>
  );
}

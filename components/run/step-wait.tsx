// What a step waits or waited for: the key, since and until when, who sent the event; a person may send it here.
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
import { SendEventDialog } from './send-event-dialog';

export function StepWait({ run, step }: { run: RunShape; step: StepShape }) {
  const [sending, setSending] = useState(false);
  const may = useMay('signals:write');
  const { wait } = step;
  if (wait === null) return null;
  const { correlationKey, since, until, event } = wait;
  const open = step.status === 'waiting';
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
          { name: 'since', value: <AbsoluteTime at={since} /> },
          {
            name: 'until',
            value: open ? (
              <Countdown until={until} quiet atZero="its time is over" />
            ) : (
              <AbsoluteTime at={until} />
            ),
          },
          ...(event === null
            ? []
            : [
                { name: 'sent by', value: event.by.label },
                { name: 'came', value: <AbsoluteTime at={event.receivedAt} /> },
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

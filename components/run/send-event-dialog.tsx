// A person sends a run the event that it waits for, as JSON and with a reason: somebody phoned instead of writing.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunShape } from '@/lib/contract/run';
import { type JsonValue, jsonValue } from '@/lib/domain/json';
import { messageOf } from '@/lib/query/problem-error';
import { sendRunSignalMutation } from '@/lib/query/signals';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { TextArea } from '../ui/text-area';
import { notify } from '../ui/toaster';
import { shortId } from './short-id';

type SendEventDialogProps = { run: RunShape; correlationKey: string; onClose: () => void };

export function SendEventDialog({ run, correlationKey, onClose }: SendEventDialogProps) {
  const [text, setText] = useState('{\n  "text": ""\n}');
  const [judged, setJudged] = useState(false);
  const intentOf = useIntent();
  const send = useMutation(sendRunSignalMutation());
  const payload = payloadOf(text);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Send the event"
      confirm="Send"
      tone="primary"
      reasonLabel="Reason, kept in the audit"
      error={send.error === null ? undefined : messageOf(send.error)}
      pending={send.isPending}
      onConfirm={(reason) => {
        setJudged(true);
        if (payload === undefined) return;
        const body = { correlationKey, payload, reason };
        send.mutate(
          { intent: intentOf(body), id: run.id, body },
          {
            onSuccess: () => {
              notify({ title: 'Event sent', detail: `${correlationKey}, run ${shortId(run.id)}` });
              onClose();
            },
          },
        );
      }}
    >
      <p className="mb-3">
        The run goes on as if <code>{correlationKey}</code> had come from outside. Your name stands with it.
      </p>
      <TextArea
        label="Payload"
        mono
        rows={6}
        spellCheck={false}
        hint="JSON. The agent reads it whole."
        value={text}
        error={judged && payload === undefined ? 'This is no JSON.' : undefined}
        onChange={(change) => setText(change.target.value)}
      />
    </AlertDialog>
  );
}

/** undefined: no JSON. */
function payloadOf(text: string): JsonValue | undefined {
  try {
    return jsonValue.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

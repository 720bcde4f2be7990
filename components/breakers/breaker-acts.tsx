// What a person may do with a breaker: isolate it, or reset it. Each says what will happen and asks why.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BreakerShape } from '@/lib/contract/breaker';
import { isolateBreakerMutation, resetBreakerMutation } from '@/lib/query/breakers';
import { messageOf } from '@/lib/query/problem-error';
import { useMay } from '../account/use-me';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { notify } from '../ui/toaster';

type Asking = 'isolate' | 'reset' | null;

export function BreakerActs({ breaker: { key, name, state } }: { breaker: BreakerShape }) {
  const [asking, setAsking] = useState<Asking>(null);
  const may = useMay('breakers:write');
  if (!may) return null;
  const close = () => setAsking(null);
  return (
    <span className="flex gap-2">
      {state !== 'isolated' && (
        <Button size="sm" onClick={() => setAsking('isolate')}>
          Isolate
        </Button>
      )}
      {state !== 'closed' && (
        <Button size="sm" onClick={() => setAsking('reset')}>
          Reset
        </Button>
      )}
      <IsolateDialog breakerKey={key} name={name} open={asking === 'isolate'} onClose={close} />
      <ResetDialog breakerKey={key} name={name} open={asking === 'reset'} onClose={close} />
    </span>
  );
}

type DialogProps = { breakerKey: string; name: string; open: boolean; onClose: () => void };

function IsolateDialog({ breakerKey, name, open, onClose }: DialogProps) {
  const intentOf = useIntent();
  const mutation = useMutation(isolateBreakerMutation());
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        mutation.reset();
        onClose();
      }}
      title={`Isolate ${name}`}
      confirm="Isolate"
      reasonHint="It stands on this page while the isolation does, and in the audit."
      error={mutation.error === null ? undefined : messageOf(mutation.error)}
      pending={mutation.isPending}
      onConfirm={(reason) =>
        mutation.mutate(
          { key: breakerKey, reason, intent: intentOf({ breakerKey, reason, try: mutation.submittedAt }) },
          {
            onSuccess: () => {
              notify({ title: `${name} is isolated`, detail: 'Every worker obeys within a second.' });
              onClose();
            },
          },
        )
      }
    >
      <ul className="ml-4 list-disc space-y-1">
        <li>No call goes to it from now on, and no probe, until somebody resets it.</li>
        <li>What is being sent right now is finished and recorded.</li>
        <li>Runs that need it wait, up to their own deadline. No attempt is used up.</li>
      </ul>
    </AlertDialog>
  );
}

function ResetDialog({ breakerKey, name, open, onClose }: DialogProps) {
  const intentOf = useIntent();
  const mutation = useMutation(resetBreakerMutation());
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        mutation.reset();
        onClose();
      }}
      title={`Reset ${name}`}
      confirm="Reset"
      tone="primary"
      error={mutation.error === null ? undefined : messageOf(mutation.error)}
      pending={mutation.isPending}
      onConfirm={(reason) =>
        mutation.mutate(
          { key: breakerKey, reason, intent: intentOf({ breakerKey, reason, try: mutation.submittedAt }) },
          {
            onSuccess: () => {
              notify({ title: `${name} is closed`, detail: 'Runs that wait for it go on.' });
              onClose();
            },
          },
        )
      }
    >
      It closes at once and its window begins anew: every run that waits for it sends its call. Should it
      still fail, it opens again by itself.
    </AlertDialog>
  );
}

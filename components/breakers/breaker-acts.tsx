// What a person may do with a breaker: isolate it, or reset it. Each says what will happen and asks why.
'use client';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { BreakerShape } from '@/lib/contract/breaker';
import { isolateBreakerMutation, resetBreakerMutation } from '@/lib/query/breakers';
import { messageOf } from '@/lib/query/problem-error';
import { useMay } from '../account/use-me';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { notify } from '../ui/toaster';

type Act = {
  readonly verb: string;
  readonly mutation: typeof isolateBreakerMutation;
  readonly tone: 'danger' | 'primary';
  readonly reasonHint?: string;
  /** After the name of the breaker. */
  readonly done: string;
  readonly detail: string;
  readonly says: ReactNode;
};

const ISOLATE: Act = {
  verb: 'Isolate',
  mutation: isolateBreakerMutation,
  tone: 'danger',
  reasonHint: 'It stands on this page while the isolation does, and in the audit.',
  done: 'is isolated',
  detail: 'Every worker obeys within a second.',
  says: (
    <ul className="ml-4 list-disc space-y-1">
      <li>No call goes to it from now on, and no probe, until somebody resets it.</li>
      <li>What is being sent right now is finished and recorded.</li>
      <li>Runs that need it wait, up to their own deadline. No attempt is used up.</li>
    </ul>
  ),
};

const RESET: Act = {
  verb: 'Reset',
  mutation: resetBreakerMutation,
  tone: 'primary',
  done: 'is closed',
  detail: 'Runs that wait for it go on.',
  says: 'It closes at once and its window begins anew: every run that waits for it sends its call. Should it still fail, it opens again by itself.',
};

export function BreakerActs({ breaker }: { breaker: BreakerShape }) {
  // What was shown when it was asked: an isolation that comes while somebody types is not theirs to lift.
  const [asking, setAsking] = useState<{ readonly act: Act; readonly epoch: number } | null>(null);
  const may = useMay('breakers:write');
  if (!may) return null;
  const { state, epoch } = breaker;
  const acts = [...(state === 'isolated' ? [] : [ISOLATE]), ...(state === 'closed' ? [] : [RESET])];
  return (
    <span className="flex gap-2">
      {acts.map((act) => (
        <Button key={act.verb} size="sm" onClick={() => setAsking({ act, epoch })}>
          {act.verb}
        </Button>
      ))}
      {[ISOLATE, RESET].map((act) => (
        <Question
          key={act.verb}
          act={act}
          breaker={breaker}
          epoch={asking?.epoch ?? epoch}
          open={asking?.act === act}
          onClose={() => setAsking(null)}
        />
      ))}
    </span>
  );
}

type QuestionProps = { act: Act; breaker: BreakerShape; epoch: number; open: boolean; onClose: () => void };

function Question({ act, breaker: { key, name }, epoch, open, onClose }: QuestionProps) {
  const { verb, tone, reasonHint, done, detail, says } = act;
  const intentOf = useIntent();
  const mutation = useMutation(act.mutation());
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        mutation.reset();
        onClose();
      }}
      title={`${verb} ${name}`}
      confirm={verb}
      tone={tone}
      {...(reasonHint === undefined ? {} : { reasonHint })}
      error={mutation.error === null ? undefined : messageOf(mutation.error)}
      pending={mutation.isPending}
      onConfirm={(reason) =>
        mutation.mutate(
          { key, reason, epoch, intent: intentOf({ verb, key, reason, epoch, try: mutation.submittedAt }) },
          {
            onSuccess: () => {
              notify({ title: `${name} ${done}`, detail });
              onClose();
            },
          },
        )
      }
    >
      {says}
    </AlertDialog>
  );
}

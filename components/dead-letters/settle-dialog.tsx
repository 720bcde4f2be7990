// The question before runs are redriven or discarded, and the bar while many are: what is through, and what was refused and why.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeadLetterShape } from '@/lib/contract/dead-letter';
import { plural } from '@/lib/format/count';
import { type Settled, settleDeadLettersMutation } from '@/lib/query/dead-letters';
import { shortId } from '../run/short-id';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';
import { SETTLE_WORDS, type SettleKind, settledWords } from './letter-words';

export type SettleDialogProps = {
  kind: SettleKind;
  letters: readonly Pick<DeadLetterShape, 'id' | 'runId'>[];
  /** `settled`: something was done. */
  onClose: (settled: boolean) => void;
};

export function SettleDialog({ kind, letters, onClose }: SettleDialogProps) {
  // What is asked about stays what it was when it was asked, whatever the list behind does.
  const [asked] = useState(letters);
  const [through, setThrough] = useState(0);
  const intentOf = useIntent();
  const mutation = useMutation(settleDeadLettersMutation());
  const words = SETTLE_WORDS[kind];
  const count = asked.length;
  const close = ({ done, refused }: Settled): void => {
    if (done > 0) notify({ title: settledWords(kind, done) });
    if (refused.length === 0) onClose(true);
  };
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose((mutation.data?.done ?? 0) > 0)}
      title={`${words.verb} ${plural(count, 'run')}`}
      confirm={words.verb}
      tone={kind === 'redrive' ? 'primary' : 'danger'}
      reasonLabel="Reason, kept with each run"
      error={refusalOf(mutation.data, count)}
      pending={mutation.isPending}
      onConfirm={(reason) => {
        setThrough(0);
        const intent = intentOf({ kind, reason, ids: asked.map(({ id }) => id) });
        mutation.mutate(
          { intent, act: kind, letters: asked, reason, onProgress: setThrough },
          { onSuccess: close },
        );
      }}
    >
      {words.body(count)}
      {count > 1 && mutation.isPending && (
        <p className="mt-3 flex items-center gap-2 text-xs">
          <progress
            value={through}
            max={count}
            aria-label="Progress"
            className="h-1.5 flex-1 accent-accent"
          />
          {`${through} of ${count}`}
        </p>
      )}
    </AlertDialog>
  );
}

/** The first refusal in full: the others mostly say the same. */
function refusalOf(settled: Settled | undefined, count: number): string | undefined {
  const [first, ...others] = settled?.refused ?? [];
  if (first === undefined) return undefined;
  if (count === 1) return first.message;
  const more = others.length === 0 ? '' : ` And ${others.length} more.`;
  return `${plural(others.length + 1, 'run')} of ${count} refused. ${shortId(first.runId)}: ${first.message}${more}`;
}

// The question before one run is redriven or discarded: what becomes of it, and why.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { DeadLetterShape } from '@/lib/contract/dead-letter';
import { settleDeadLetterMutation } from '@/lib/query/dead-letters';
import { messageOf } from '@/lib/query/problem-error';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';
import { SETTLE_WORDS, type SettleKind } from './letter-words';

export type SettleDialogProps = {
  kind: SettleKind;
  letter: Pick<DeadLetterShape, 'id' | 'runId'>;
  onClose: () => void;
};

export function SettleDialog({ kind, letter: { id, runId }, onClose }: SettleDialogProps) {
  const intentOf = useIntent();
  const mutation = useMutation(settleDeadLetterMutation());
  const { verb, past, effect } = SETTLE_WORDS[kind];
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${verb} 1 run`}
      confirm={verb}
      tone={kind === 'redrive' ? 'primary' : 'danger'}
      reasonLabel="Reason, kept with the run"
      error={mutation.error === null ? undefined : messageOf(mutation.error)}
      pending={mutation.isPending}
      onConfirm={(reason) => {
        const intent = intentOf({ kind, reason, id });
        const done = (): void => {
          notify({ title: `1 run ${past}` });
          onClose();
        };
        mutation.mutate({ intent, act: kind, id, runId, reason }, { onSuccess: done });
      }}
    >
      {effect}
    </AlertDialog>
  );
}

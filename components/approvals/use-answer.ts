// Sends one answer to an agent's question once, and leads to the next that waits. Repeats while one is in flight are ignored.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { ApprovalShape } from '@/lib/contract/approval';
import { answerQuestionMutation } from '@/lib/query/approvals';
import { useIntent } from '../runs/use-intent';
import { notify } from '../ui/toaster';
import { decisionNotice } from './decision-notice';

export function useAnswer({ id, runId, step }: ApprovalShape, onDone: () => void) {
  const intentOf = useIntent();
  const { mutate, isPending, error } = useMutation({
    ...answerQuestionMutation(),
    onSuccess: (answered) => notify(decisionNotice(answered, 'respond')),
  });
  return {
    pending: isPending,
    error,
    send: (text: string): void => {
      if (isPending) return;
      const body = { step, text };
      mutate({ intent: intentOf({ id, ...body }), runId, body }, { onSuccess: onDone });
    },
  };
}

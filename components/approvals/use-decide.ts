// Sends one decision once, says what became of it, and leads to the next one that waits. Repeats while one is in flight are ignored.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ApprovalShape, DecideApprovalBody } from '@/lib/contract/approval';
import { decideApprovalMutation } from '@/lib/query/approvals';
import { useIntent } from '../runs/use-intent';
import { notify } from '../ui/toaster';
import { decisionNotice } from './decision-notice';

export type Decide = {
  /** `onTaken` is called when it stands: until then whatever was typed for it is kept. */
  readonly act: (decision: Omit<DecideApprovalBody, 'payloadHash'>, onTaken?: () => void) => void;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly clearError: () => void;
};

/**
 * `onDone` is called when the decision stands and this card is still the one shown; `onCardMs` says how long it was looked at. The same decision tried
 * again says what it said the first time.
 */
export function useDecide(approval: ApprovalShape, onDone: () => void, onCardMs: () => number): Decide {
  const intentOf = useIntent();
  const sent = useRef({ intent: '', onCardMs: 0 });
  const { mutate, isPending, error, reset } = useMutation({
    ...decideApprovalMutation(),
    onSuccess: (answer, { body }) => notify(decisionNotice(answer, body.decision)),
  });
  return {
    pending: isPending,
    error,
    clearError: reset,
    act: (decision, onTaken) => {
      if (isPending) return;
      const body = { ...decision, payloadHash: approval.payloadHash };
      const intent = intentOf({ id: approval.id, ...body });
      if (sent.current.intent !== intent) sent.current = { intent, onCardMs: onCardMs() };
      mutate(
        {
          intent,
          id: approval.id,
          runId: approval.runId,
          body: { ...body, onCardMs: sent.current.onCardMs },
        },
        {
          onSuccess: () => {
            onTaken?.();
            onDone();
          },
        },
      );
    },
  };
}

// The question before one decision on several calls: each of them is listed, with what all come to; what was not decided is told by name.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { ApprovalShape } from '@/lib/contract/approval';
import type { DecidedApprovals } from '@/lib/contract/approval-batch';
import { MOST_ON_CARD_MS } from '@/lib/domain/approval-event';
import { plural } from '@/lib/format/count';
import { decideApprovalsMutation } from '@/lib/query/approvals';
import { messageOf } from '@/lib/query/problem-error';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';
import { argumentSummary } from './argument-summary';
import { sumOf } from './batch-choice';
import { amountText } from './decision-sentences';

export type BatchDecision = 'approve' | 'reject';

const WORDS = {
  approve: { verb: 'Approve', done: 'Approved', tone: 'primary' },
  reject: { verb: 'Reject', done: 'Rejected', tone: 'danger' },
} as const;

type BatchDialogProps = {
  decision: BatchDecision;
  chosen: readonly ApprovalShape[];
  /** How long they have been in sight. */
  onCardMs: () => number;
  onClose: () => void;
  onDecided: (ids: readonly string[]) => void;
};

export function BatchDialog({ decision, chosen: asked, onCardMs, onClose, onDecided }: BatchDialogProps) {
  const intentOf = useIntent();
  const { mutate, isPending, error } = useMutation({
    ...decideApprovalsMutation(),
    onSuccess: ({ results }) => {
      tell(decision, asked, results);
      onClose();
      onDecided(results.map(({ id }) => id));
    },
  });
  const [first] = asked;
  if (first === undefined) return null;
  const { verb, tone } = WORDS[decision];
  const sum = sumOf(asked);
  const calls = plural(asked.length, `call of ${first.tool}`, `calls of ${first.tool}`);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${verb} ${calls}`}
      confirm={`${verb} ${asked.length}`}
      tone={tone}
      width="lg"
      reason={decision === 'reject' ? 'required' : 'none'}
      reasonLabel="Reason, read by each agent and kept in the audit log"
      pending={isPending}
      error={error === null ? undefined : messageOf(error)}
      onConfirm={(reason) => {
        const items = asked.map(({ id, payloadHash }) => ({ id, payloadHash }));
        const body = { decision, items, ...(decision === 'reject' ? { reason } : {}) };
        // How long it took is no part of what is asked: the same again is the same.
        mutate({
          intent: intentOf(body),
          body: { ...body, onCardMs: Math.min(MOST_ON_CARD_MS, onCardMs()) },
        });
      }}
    >
      {decision === 'approve'
        ? 'Each is checked again and sent for itself. One that changed meanwhile, or that somebody else decided, is left out and told.'
        : 'Nothing of them is sent. Each agent reads your reason and goes on without its call.'}
      <ul className="mt-3 max-h-[38vh] overflow-auto rounded-md border border-line">
        {asked.map((approval) => (
          <li
            key={approval.id}
            className="flex items-baseline gap-3 border-line-soft px-3 py-1.5 not-first:border-t"
          >
            <span className="min-w-0 flex-1 truncate">{argumentSummary(approval)}</span>
            <span className="flex-none text-ink tabular-nums">{amountText(approval)}</span>
          </li>
        ))}
      </ul>
      {sum !== undefined && (
        <p className="mt-2 flex justify-between px-3">
          <span>In all</span>
          <b className="font-semi text-ink tabular-nums">{amountText(sum)}</b>
        </p>
      )}
      <p className="mt-2 text-xs text-muted">{`Held for the same reasons: ${first.reasons.map(({ message }) => message).join(' ')}`}</p>
    </AlertDialog>
  );
}

function tell(
  decision: BatchDecision,
  asked: readonly ApprovalShape[],
  results: DecidedApprovals['results'],
): void {
  const refused = results.filter(({ decided }) => !decided);
  const done = results.length - refused.length;
  const { done: word } = WORDS[decision];
  const [why] = refused;
  const planted = results.find((result) => result.planted !== null)?.planted;
  if (planted) {
    const caught = planted.caught === true;
    notify({
      title: caught ? 'You saw it: one of these was planted' : 'One of these was planted, and is not sent',
      detail: planted.flaw,
      state: caught ? 'succeeded' : 'failed',
    });
  }
  notify({
    title: refused.length === 0 ? `${word}: ${plural(done, 'call')}` : `${word}: ${done} of ${asked.length}`,
    state: refused.length > 0 ? 'waiting' : decision === 'reject' ? 'cancelled' : 'succeeded',
    ...(why === undefined ? {} : { detail: why.detail ?? 'Somebody else was faster.' }),
  });
}

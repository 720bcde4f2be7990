// How an agent's figures read in a line. Pure.
import type { AgentHealth } from '@/lib/contract/agent';
import { formatCount, plural } from '@/lib/format/count';

/** The reasons with their counts, the most common one first: "3 approval, 1 limit". */
export function waitingWords(byReason: AgentHealth['runs']['waiting']['byReason']): string {
  const counted = Object.entries(byReason).toSorted(([, one], [, other]) => other - one);
  if (counted.length === 0) return 'for nothing';
  return `for ${counted.map(([reason, count]) => `${reason.replaceAll('_', ' ')} ${formatCount(count)}`).join(', ')}`;
}

export function approvalWords(approvals: AgentHealth['approvals']): string {
  if (approvals.asked === 0) return 'Nobody was asked in the last 24 hours';
  const parts = [
    [approvals.approved, 'approved'],
    [approvals.rejected, 'rejected'],
    [approvals.expired, 'expired'],
    [approvals.answered, 'settled'],
    [approvals.cancelled, 'closed with their run'],
    [approvals.pending, 'open'],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${formatCount(count)} ${word}`]));
  return `${plural(approvals.asked, 'approval')} asked: ${said.join(', ')}`;
}

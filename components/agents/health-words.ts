// How an agent's figures read in a line. Pure.
import type { AgentHealth } from '@/lib/contract/agent';
import { formatCount, plural } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';

/** The reasons with their counts, the most common one first: "3 approval, 1 limit". */
export function waitingWords(byReason: AgentHealth['runs']['waiting']['byReason']): string {
  const counted = Object.entries(byReason).toSorted(([, one], [, other]) => other - one);
  if (counted.length === 0) return 'for nothing';
  return `for ${counted.map(([reason, count]) => `${reason.replaceAll('_', ' ')} ${formatCount(count)}`).join(', ')}`;
}

/** What is to be said of its queue; empty where nothing is out of the ordinary. */
export function queueWords({ queue, bulkhead }: Pick<AgentHealth, 'queue' | 'bulkhead'>): string {
  const use =
    bulkhead === null ? '' : `${formatCount(bulkhead.inUse)} of ${formatCount(bulkhead.limit)} runs at once`;
  const { oldestMs, shedAfterMs, shedding } = queue;
  if (!shedding || oldestMs === null || shedAfterMs === null) return use;
  const age = `The oldest due run has waited for ${formatDurationMs(oldestMs)}: above ${formatDurationMs(shedAfterMs)} new ones are refused`;
  return use === '' ? age : `${age}; ${use}`;
}

export function approvalWords(approvals: AgentHealth['approvals']): string {
  if (approvals.asked === 0) return 'Nobody was asked in the last 24 hours';
  const parts = [
    [approvals.approved, 'approved'],
    [approvals.rejected, 'rejected'],
    [approvals.expired, 'expired'],
    [approvals.answered, 'settled'],
    [approvals.cancelled, 'closed with their run'],
    [approvals.unopposed, 'unopposed'],
    [approvals.pending, 'open'],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${formatCount(count)} ${word}`]));
  return `${plural(approvals.asked, 'approval')} asked: ${said.join(', ')}`;
}

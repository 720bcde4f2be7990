// What waits on the pages, beside their names. Unknown and none draw nothing: a zero would read as "all well".
'use client';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '@/lib/format/count';
import { overviewOptions } from '@/lib/query/console';

/** Runs that have not ended. */
export function OpenRunsCount() {
  const { data } = useQuery(overviewOptions('24h'));
  const open = data === undefined ? 0 : data.runs.queued + data.runs.running + data.runs.waiting;
  return open === 0 ? null : formatCount(open);
}

/** What failed for good and nobody has dealt with. */
export function OpenDeadLettersCount() {
  const { data } = useQuery(overviewOptions('24h'));
  const open = data?.deadLetters.open ?? 0;
  return open === 0 ? null : formatCount(open);
}

export function PendingApprovalsCount() {
  const { data } = useQuery(overviewOptions('24h'));
  const pending = data?.approvals.pending ?? 0;
  return pending === 0 ? null : formatCount(pending);
}

// What waits on the pages, beside their names. None draws nothing; what can't be asked draws a question mark, because neither a number that
// stands still nor its absence may read as "all well".
'use client';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '@/lib/format/count';
import { formatUtcTime } from '@/lib/format/time';
import { overviewOptions } from '@/lib/query/console';
import { shutCount } from '../overview/shut-breakers-words';
import { type AskedQuery, useTrouble } from './use-trouble';

/** Runs that have not ended. */
export function OpenRunsCount() {
  const query = useQuery(overviewOptions('24h'));
  const runs = query.data?.runs;
  return <NavCount query={query} count={runs && runs.queued + runs.running + runs.waiting} />;
}

/** What failed for good and nobody has dealt with. */
export function OpenDeadLettersCount() {
  const query = useQuery(overviewOptions('24h'));
  return <NavCount query={query} count={query.data?.deadLetters.open} />;
}

/** Alerts that nobody has seen and that are more than worth knowing. */
export function OpenAlertsCount() {
  const query = useQuery(overviewOptions('24h'));
  return <NavCount query={query} count={query.data?.alerts.open} />;
}

/** Those in use that do not stand closed. */
export function ShutBreakersCount() {
  const query = useQuery(overviewOptions('24h'));
  return <NavCount query={query} count={query.data && shutCount(query.data.breakers)} />;
}

export function PendingApprovalsCount() {
  const query = useQuery(overviewOptions('24h'));
  return <NavCount query={query} count={query.data?.approvals.pending} />;
}

export type NavCountProps = {
  query: AskedQuery & { readonly dataUpdatedAt: number };
  /** Undefined while it isn't known. */
  count: number | undefined;
};

/** A count with what its query knows of its age. */
export function NavCount({ query, count }: NavCountProps) {
  const trouble = useTrouble(query);
  if (query.error !== null && count !== undefined) {
    const asOf = `as of ${formatUtcTime(query.dataUpdatedAt)}`;
    return (
      <span title={asOf}>
        {`${formatCount(count)}?`}
        <span className="sr-only">{`, ${asOf}`}</span>
      </span>
    );
  }
  if (count === undefined)
    return trouble === undefined ? null : (
      <span title="not known now">
        ?<span className="sr-only">, not known now</span>
      </span>
    );
  return count === 0 ? null : formatCount(count);
}

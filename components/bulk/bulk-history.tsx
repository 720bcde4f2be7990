// The bulk actions of late: who asked for what and why, how each went, and the runs in which it came to nothing.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { BulkShape } from '@/lib/contract/bulk';
import { formatCount } from '@/lib/format/count';
import { bulkOptions, recentBulkOptions, skippedRunsOptions } from '@/lib/query/bulk';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { Loading } from '../shell/load-error';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { RelativeTime } from '../ui/relative-time';
import { Bar } from './bulk-progress';
import { progressDetail, progressTitle } from './bulk-words';

export type BulkHistoryProps = {
  /** The one that is looked into; `*` for none. */
  open: string;
  onOpen: (id: string) => void;
  onClose: () => void;
};

export function BulkHistory({ open, onOpen, onClose }: BulkHistoryProps) {
  const query = useQuery(recentBulkOptions());
  const items = query.data?.items ?? [];
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()} title="Bulk actions" width="lg">
      {query.data === undefined ? (
        <Loading what="The bulk actions" query={query} rows={4} />
      ) : items.length === 0 ? (
        <EmptyState title="None yet" className="mx-0">
          Select runs in a list, then cancel, pause, resume, redrive or discard them together. Each such act
          stands here with its outcome.
        </EmptyState>
      ) : (
        <ul className="-mx-5 border-t border-line-soft">
          {items.map((bulk) => (
            <li key={bulk.id} className="border-b border-line-soft px-5 py-2.5">
              <Line
                bulk={bulk}
                open={bulk.id === open}
                onToggle={() => onOpen(bulk.id === open ? '*' : bulk.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Line({ bulk, open, onToggle }: { bulk: BulkShape; open: boolean; onToggle: () => void }) {
  const detail = progressDetail(bulk);
  return (
    <>
      <div className="flex items-center gap-2.5">
        <p className="min-w-0 flex-1">
          <b className="font-semi">{progressTitle(bulk)}</b>
          {detail !== '' && <span className="ml-2 text-xs text-muted">{detail}</span>}
        </p>
        {bulk.state === 'running' && <Bar bulk={bulk} />}
        <Button size="sm" variant="ghost" aria-expanded={open} onClick={onToggle}>
          {open ? 'Less' : 'Details'}
        </Button>
      </div>
      <p className="text-xs text-muted">
        {`${bulk.askedBy.label}, `}
        <RelativeTime at={bulk.createdAt} />
        {`: ${bulk.reason}`}
      </p>
      {bulk.stopped !== null && (
        <p className="text-xs text-muted">
          {`Stopped by ${bulk.stopped.by.label}${bulk.stopped.reason === null ? '' : `: ${bulk.stopped.reason}`}`}
        </p>
      )}
      {open && <Exceptions bulk={bulk} />}
    </>
  );
}

/** The runs in which it came to nothing, each with why. */
function Exceptions({ bulk: { id, failed, skipped } }: { bulk: BulkShape }) {
  const query = useQuery(bulkOptions(id));
  const left = useQuery({ ...skippedRunsOptions(id), enabled: skipped > 0 });
  if (query.data === undefined) return <Loading what="This bulk action" query={query} rows={2} />;
  const { failures, filter } = query.data;
  const rows = [
    ...failures.map((failure) => ({ ...failure, how: 'failed' })),
    ...(left.data?.items ?? []).map(({ runId, message }) => ({
      runId,
      message: message ?? '',
      how: 'skipped',
    })),
  ];
  const more = failed + skipped - rows.length;
  return (
    <div className="mt-2 rounded-md bg-sunken px-3 py-2 text-xs">
      <p className="text-muted">
        {'On runs with '}
        <code className="mono break-all text-ink-2">{filterText(filter)}</code>
      </p>
      {failed + skipped === 0 ? (
        <p className="mt-1 text-muted">Nothing failed, nothing was skipped.</p>
      ) : (
        <ul className="mt-1">
          {rows.map(({ runId, message, how }) => (
            <li key={runId}>
              <Link href={routes.run(runId)} className="mono hover:underline">
                {shortId(runId)}
              </Link>
              {` ${how}: ${message}`}
            </li>
          ))}
          {more > 0 && <li className="text-muted">{`and ${formatCount(more)} more`}</li>}
        </ul>
      )}
    </div>
  );
}

/** Ids of runs that were chosen one by one say less than how many there were. */
function filterText({ id, ...filter }: BulkShape['filter']): string {
  const parts = Object.entries(filter).map(
    ([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : value}`,
  );
  return [...(id === undefined ? [] : [`${formatCount(id.length)} ids`]), ...parts].join(' ');
}

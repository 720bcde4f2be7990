// The approvals: the queue at the left, the chosen card at the right; at 390 px one or the other. The chosen one is its id in
// the path, never a place in the list, and changes without asking the server for the page again.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useMemo } from 'react';
import { DECIDED_APPROVAL_STATUSES } from '@/lib/domain/approval';
import { formatUtcTime } from '@/lib/format/time';
import { approvalsListOptions } from '@/lib/query/approvals';
import { routes } from '@/lib/routes';
import { Loading, StaleBanner } from '../shell/load-error';
import { cx } from '../ui/class-names';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { neighbour } from '../ui/neighbour';
import { useServerClock } from '../ui/server-clock';
import { isCompact, useCompact } from '../ui/use-compact';
import { usePageKeys } from '../ui/use-page-keys';
import { DecidedList } from './decided-list';
import { DecisionCard } from './decision-card';
import { PENDING_FILTER } from './pending-filter';
import { approvalIdOfPath, filtersOf, narrowed } from './queue-filters';
import { byDecision, nextWaiting, queueGroups, queueOrder } from './queue-groups';
import { QueueHead } from './queue-head';
import { QueueList } from './queue-list';

const DECIDED = [...DECIDED_APPROVAL_STATUSES];

export function ApprovalsView() {
  const pathname = usePathname();
  const params = useSearchParams();
  const filters = useMemo(() => filtersOf(params), [params]);
  const chosen = approvalIdOfPath(pathname);
  const decidedTab = filters.status === 'decided';
  const compact = useCompact();
  const queue = useInfiniteQuery(approvalsListOptions(PENDING_FILTER));
  const decided = useInfiniteQuery({ ...approvalsListOptions({ status: DECIDED }), enabled: decidedTab });
  // The queue is sorted anew when a row crosses a line (15 minutes, zero), not with every tick.
  const minuteMs = useServerClock((nowMs) => Math.floor(nowMs / 5_000) * 5_000);
  const waiting = useMemo(() => queue.data?.pages.flatMap((page) => page.items) ?? [], [queue.data]);
  const all = useMemo(() => queueGroups(waiting, minuteMs), [waiting, minuteMs]);
  const groups = useMemo(() => narrowed(all, filters), [all, filters]);
  const decidedItems = useMemo(
    () => [...(decided.data?.pages.flatMap((page) => page.items) ?? [])].sort(byDecision),
    [decided.data],
  );
  const order = decidedTab ? decidedItems.map((item) => item.id) : queueOrder(groups);

  const choose = (id: string | undefined, how: 'push' | 'replace' = 'push'): void => {
    const href = id === undefined ? routes.approvals(filters) : routes.approval(id, filters);
    if (how === 'push') window.history.pushState(null, '', href);
    else window.history.replaceState(null, '', href);
  };
  const walk = (by: 1 | -1): void => {
    // A half-written edit is left on purpose only.
    if (document.querySelector('[data-editing]') !== null) return;
    const next = neighbour(order, chosen, by);
    if (next !== undefined && next !== chosen) choose(next, 'replace');
  };
  usePageKeys({
    j: { label: 'Next approval', act: () => walk(1), repeats: true },
    k: { label: 'Previous approval', act: () => walk(-1), repeats: true },
  });

  // A wide page opens on the most urgent one, once: from then on the id in the path holds it, whatever comes in above.
  const first = order[0];
  useEffect(() => {
    if (compact || isCompact()) return;
    if (chosen === undefined && first !== undefined)
      window.history.replaceState(null, '', routes.approval(first, filters));
  }, [compact, chosen, first, filters]);

  const list = decidedTab ? decided : queue;
  return (
    <div className="grid h-full grid-cols-[328px_minmax(0,1fr)] max-md:block">
      <h1 className="sr-only">Approvals</h1>
      <aside
        aria-label="Queue"
        className={cx(
          'flex min-h-0 flex-col border-r border-line bg-surface max-md:h-full max-md:border-r-0',
          chosen !== undefined && 'max-md:hidden',
        )}
      >
        <QueueHead
          filters={filters}
          waiting={queue.data === undefined ? undefined : waiting.length}
          all={waiting}
        />
        <StaleBanner query={list} />
        <div className="min-h-0 flex-1 overflow-auto">
          {list.data === undefined ? (
            <Loading what="The queue" query={list} rows={6} />
          ) : decidedTab ? (
            <DecidedList
              items={decidedItems}
              chosen={chosen}
              filters={filters}
              onChoose={choose}
              more={decided.hasNextPage ? () => void decided.fetchNextPage() : undefined}
              loadingMore={decided.isFetchingNextPage}
            />
          ) : (
            <QueueList
              groups={groups}
              unsure={queue.error !== null}
              hidden={waiting.length - queueOrder(groups).length}
              chosen={chosen}
              filters={filters}
              onChoose={choose}
            />
          )}
        </div>
      </aside>
      <div className={cx('min-h-0 min-w-0 max-md:h-full', chosen === undefined && 'max-md:hidden')}>
        {chosen === undefined ? (
          <NothingChosen
            known={list.data !== undefined}
            some={first !== undefined}
            decided={decidedTab}
            asOfMs={list.error === null ? undefined : list.dataUpdatedAt}
          />
        ) : (
          <DecisionCard
            key={chosen}
            id={chosen}
            filters={filters}
            next={nextWaiting(all, chosen)}
            onNext={(id) => choose(id, 'replace')}
          />
        )}
      </div>
    </div>
  );
}

type NothingChosenProps = {
  known: boolean;
  some: boolean;
  decided: boolean;
  /** When the list was last known, while it can't be asked for. */
  asOfMs: number | undefined;
};

function NothingChosen({ known, some, decided, asOfMs }: NothingChosenProps) {
  if (!known || some) return null;
  if (asOfMs !== undefined) {
    return (
      <EmptyState
        look="page"
        title={`Nothing was known to wait at ${formatUtcTime(asOfMs)}`}
        icon={<Glyph name="warning" />}
      >
        The queue can’t be asked for now: calls may be waiting in it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      look="page"
      title={decided ? 'Nothing has been decided yet' : 'Nothing waits for a decision'}
      icon={<Glyph name="approvals" />}
    >
      {decided
        ? 'Decisions stand here with who made them and why.'
        : 'A call that is too big, too unsure or marked to ask stops and stands here until a person decides, or its time runs out.'}
    </EmptyState>
  );
}

// The approvals: the queue at the left, the chosen card at the right; at 390 px one or the other. The chosen one is its id in
// the path, never a place in the list, and changes without asking the server for the page again.
'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { formatCount } from '@/lib/format/count';
import { formatUtcTime } from '@/lib/format/time';
import { routes } from '@/lib/routes';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { cx } from '../ui/class-names';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { MoreRows } from '../ui/more-rows';
import { neighbour } from '../ui/neighbour';
import { isCompact, useCompact } from '../ui/use-compact';
import { useMore } from '../ui/use-more';
import { usePageKeys } from '../ui/use-page-keys';
import { BatchBar } from './batch-bar';
import { DecidedList } from './decided-list';
import { DecisionCard } from './decision-card';
import { PlantedNote } from './planted-note';
import { approvalIdOfPath, filtersOf } from './queue-filters';
import { nextWaiting, queueOrder } from './queue-groups';
import { QueueHead } from './queue-head';
import { QueueList } from './queue-list';
import { useBatch } from './use-batch';
import { useQueue } from './use-queue';

export function ApprovalsView() {
  const pathname = usePathname();
  const params = useSearchParams();
  const filters = useMemo(() => filtersOf(params), [params]);
  const chosen = approvalIdOfPath(pathname);
  const decidedTab = filters.status === 'decided';
  const compact = useCompact();
  const [over, setOver] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { queue, decided, waiting, still, groups, liveGroups, decidedItems, total, matching, ...pages } =
    useQueue(filters, !decidedTab && (over || choosing));
  const { unfinished, goesOn } = pages;
  const batch = useBatch(waiting, choosing, setChoosing);
  const filtered = (filters.show ?? filters.agent ?? filters.tool) !== undefined;
  const order = decidedTab ? decidedItems.map((item) => item.id) : queueOrder(groups);

  const choose = (id: string | undefined, how: 'push' | 'replace' = 'push'): void => {
    const href = id === undefined ? routes.approvals(filters) : routes.approval(id, filters);
    if (how === 'push') window.history.pushState(null, '', href);
    else window.history.replaceState(null, '', href);
  };
  const { more: showMore } = useMore(decidedTab ? decided : queue);
  const walk = (by: 1 | -1): void => {
    // A half-written edit is left on purpose only.
    if (document.querySelector('[data-editing]') !== null) return;
    const next = neighbour(order, chosen, by);
    if (by === 1 && chosen === order.at(-1) && (decidedTab ? decided.hasNextPage : goesOn)) showMore();
    if (next !== undefined && next !== chosen) choose(next, 'replace');
  };
  const chosenCall = decidedTab ? undefined : waiting.find(({ id }) => id === chosen);
  usePageKeys({
    j: { label: 'Next approval', act: () => walk(1), repeats: true },
    k: { label: 'Previous approval', act: () => walk(-1), repeats: true },
    x: {
      label: 'Choose the call to decide it together with others',
      act: batch.mayDecide && chosenCall !== undefined ? () => batch.toggle(chosenCall) : undefined,
    },
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
        // A pointer that rested here before the page lived enters no more; it moves.
        onPointerEnter={() => setOver(true)}
        onPointerMove={() => setOver(true)}
        onPointerLeave={() => setOver(false)}
        className={cx(
          'flex min-h-0 flex-col border-r border-line bg-surface max-md:h-full max-md:border-r-0',
          chosen !== undefined && 'max-md:hidden',
        )}
      >
        <QueueHead
          filters={filters}
          waiting={total}
          loaded={waiting}
          onChooseSeveral={!decidedTab && batch.mayDecide && !batch.on ? batch.begin : undefined}
        />
        <StaleBanner query={list} />
        {still.fresh > 0 && !decidedTab && (
          <span className="relative z-2 h-0 self-center">
            <Button size="sm" className="mt-1 shadow-overlay" onClick={still.follow}>
              {`${formatCount(still.fresh)} new, show`}
            </Button>
          </span>
        )}
        <div className="min-h-0 flex-1 overflow-auto">
          {list.data === undefined ? (
            <Loading what="The queue" query={list} rows={6} />
          ) : decidedTab ? (
            <DecidedList
              items={decidedItems}
              chosen={chosen}
              filters={filters}
              onChoose={choose}
              more={
                <MoreRows query={decided} bare>
                  Show older ones
                </MoreRows>
              }
            />
          ) : (
            <QueueList
              groups={groups}
              unsure={queue.error !== null}
              hidden={filtered ? (total ?? 0) : 0}
              unfinished={unfinished}
              more={
                goesOn && (
                  <MoreRows query={queue}>
                    {matching === undefined
                      ? 'Show more'
                      : `Show more, ${formatCount(waiting.length)} of ${formatCount(matching)} are here`}
                  </MoreRows>
                )
              }
              chosen={chosen}
              filters={filters}
              onChoose={choose}
              gone={still.gone}
              batch={
                batch.on ? { chosen: batch.ids, whyNot: batch.whyNot, onToggle: batch.toggle } : undefined
              }
            />
          )}
        </div>
        {!decidedTab && !batch.on && <PlantedNote />}
        {batch.on && !decidedTab && (
          <BatchBar
            chosen={batch.chosen}
            alike={batch.alike}
            onAll={batch.chooseAlike}
            onLeave={batch.leave}
            onDecided={(ids) => {
              batch.leave();
              for (const id of ids) still.decidedHere(id);
            }}
          />
        )}
      </aside>
      <div className={cx('min-h-0 min-w-0 max-md:h-full', chosen === undefined && 'max-md:hidden')}>
        {chosen === undefined ? (
          <NothingChosen
            known={list.data !== undefined}
            some={first !== undefined}
            decided={decidedTab}
            filtered={filtered}
            asOfMs={list.error === null ? undefined : list.dataUpdatedAt}
          />
        ) : (
          <DecisionCard
            key={chosen}
            id={chosen}
            filters={filters}
            next={nextWaiting(liveGroups, chosen)}
            onNext={(id) => {
              still.decidedHere(chosen);
              choose(id, 'replace');
            }}
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
  /** The list says itself what is left out. */
  filtered: boolean;
  /** When the list was last known, while it can't be asked for. */
  asOfMs: number | undefined;
};

function NothingChosen({ known, some, decided, filtered, asOfMs }: NothingChosenProps) {
  if (!known || some || filtered) return null;
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

// The rows of the list, drawn only where they can be seen. Focus belongs to a run, not to a place: new rows wait above.
'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { RunShape } from '@/lib/contract/run';
import { plural } from '@/lib/format/count';
import { Button } from '../ui/button';
import { cx } from '../ui/class-names';
import { neighbour } from '../ui/neighbour';
import { Table, TableHead, Th } from '../ui/table';
import { useCompact } from '../ui/use-compact';
import { usePageKeys } from '../ui/use-page-keys';
import { withoutFresh } from './fresh-rows';
import { RunRow, runLinkId } from './run-row';

const ROW_PX = { wide: 36, compact: 60 } as const;
const AHEAD_ROWS = 15;

export type RunsTableProps = {
  rows: readonly RunShape[];
  /** The rows of another filter, until those of this one are there. */
  stale: boolean;
  loadingMore: boolean;
  /** Undefined where there is nothing more to ask for. */
  onNearEnd: (() => void) | undefined;
};

export function RunsTable({ rows, stale, loadingMore, onNearEnd }: RunsTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const compact = useCompact();
  const [topId, setTopId] = useState<string | undefined>(undefined);
  const { fresh, shown } = withoutFresh(rows, topId);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => (compact ? ROW_PX.compact : ROW_PX.wide),
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = useEffectEvent(() => onNearEnd?.());
  useEffect(() => {
    if (last >= shown.length - AHEAD_ROWS) nearEnd();
  }, [last, shown.length]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: row heights change with the width of the page
  useEffect(() => virtual.measure(), [compact]);

  const [focusId, setFocusId] = useState<string | undefined>(undefined);
  const walk = (by: 1 | -1): void => {
    const next = neighbour(
      shown.map((run) => run.id),
      focusId,
      by,
    );
    if (next === undefined) return;
    setFocusId(next);
    setTopId(shown[0]?.id);
    virtual.scrollToIndex(shown.findIndex((run) => run.id === next));
    requestAnimationFrame(() => document.getElementById(runLinkId(next))?.focus({ preventScroll: true }));
  };
  usePageKeys({
    j: { label: 'Next run', act: () => walk(1), repeats: true },
    k: { label: 'Previous run', act: () => walk(-1), repeats: true },
  });

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {fresh > 0 && (
        <Button
          size="sm"
          className="absolute top-10 left-1/2 z-2 -translate-x-1/2 shadow-overlay"
          onClick={() => {
            setTopId(undefined);
            setFocusId(undefined);
            virtual.scrollToOffset(0);
          }}
        >
          {`${plural(fresh, 'new run')}, show`}
        </Button>
      )}
      <div
        ref={box}
        aria-busy={stale || loadingMore}
        className={cx('min-h-0 flex-1 overflow-auto', stale && 'opacity-60')}
        onScroll={(event) => {
          const atTop = event.currentTarget.scrollTop < ROW_PX.wide;
          if (atTop && focusId === undefined) setTopId(undefined);
          else if (!atTop && topId === undefined) setTopId(shown[0]?.id);
        }}
      >
        <Table aria-rowcount={shown.length}>
          <TableHead sticky className="max-md:hidden">
            <tr>
              <Th>Status</Th>
              <Th>Waiting for, or ended by</Th>
              <Th>Run</Th>
              <Th>Agent</Th>
              <Th className="w-[99%]">Input</Th>
              <Th>
                Steps<span className="sr-only"> by kind</span>
              </Th>
              <Th numeric aria-label="Number of steps" />
              <Th numeric>Calls</Th>
              <Th numeric>Cost</Th>
              <Th numeric>Took</Th>
              <Th numeric>Started</Th>
            </tr>
          </TableHead>
          <tbody>
            {before > 0 && (
              <tr>
                <td style={{ height: before }} />
              </tr>
            )}
            {items.map((item) => {
              const run = shown[item.index];
              return run === undefined ? null : (
                <RunRow
                  key={run.id}
                  ref={virtual.measureElement}
                  index={item.index}
                  run={run}
                  onFocus={() => setFocusId(run.id)}
                />
              );
            })}
            {after > 0 && (
              <tr>
                <td style={{ height: after }} />
              </tr>
            )}
          </tbody>
        </Table>
        {loadingMore && (
          <p role="status" className="px-4 py-2 text-xs text-muted">
            Loading more
          </p>
        )}
      </div>
    </div>
  );
}

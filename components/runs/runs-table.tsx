// The rows of the list, drawn only where they can be seen. Focus and choice belong to a run, not to a place: new rows wait above.
'use client';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { plural } from '@/lib/format/count';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { cx } from '../ui/class-names';
import { neighbour } from '../ui/neighbour';
import { Table, TableHead, Th } from '../ui/table';
import { useCompact } from '../ui/use-compact';
import { usePageKeys } from '../ui/use-page-keys';
import { lookOf, type OptionalColumn, RUN_COLUMNS, runLinkId, runTableFeatures } from './run-columns';
import { RunRow } from './run-row';
import { isSelected, type RunSelection, ranged, toggled, toggledAtHand } from './run-selection';
import type { RunList } from './use-run-list';

const ROW_PX = { wide: 36, compact: 60 } as const;
/** So many rows before the end the next ones are asked for. Somebody on the way down passes a hundred rows in less than a second. */
const AHEAD_ROWS = { atRest: 15, deep: 200 } as const;

export type RunsTableProps = {
  list: RunList;
  hidden: readonly OptionalColumn[];
  selection: RunSelection;
  /** Undefined for who may do nothing with what is chosen. */
  onSelect: ((selection: RunSelection) => void) | undefined;
};

export function RunsTable({ list, hidden, selection, onSelect }: RunsTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const compact = useCompact();
  const [drawn, setDrawn] = useState(false);
  useEffect(() => setDrawn(true), []);
  const { rows, newest, loadingMore } = list;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => (compact ? ROW_PX.compact : ROW_PX.wide),
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  // Only what can be seen becomes rows of a table: of a hundred thousand, each change would make as many anew.
  const data = useMemo(() => rows.slice(first, last + 1), [rows, first, last]);
  const columnVisibility = useMemo(() => Object.fromEntries(hidden.map((id) => [id, false])), [hidden]);
  const table = useTable({
    features: runTableFeatures,
    columns: RUN_COLUMNS,
    data,
    getRowId: (run) => run.id,
    state: { columnVisibility },
  });

  const nearEnd = useEffectEvent(() => list.loadMore());
  const ahead = list.deep ? AHEAD_ROWS.deep : AHEAD_ROWS.atRest;
  useEffect(() => {
    if (last >= rows.length - ahead) nearEnd();
  }, [last, rows.length, ahead]);
  const { isScrolling } = virtual;
  const tellSeen = useEffectEvent(() => list.setSeen(data.map(({ id }) => id)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: which rows are seen follows from where they are
  useEffect(() => {
    if (!isScrolling) tellSeen();
  }, [isScrolling, first, last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: row heights change with the width of the page
  useEffect(() => virtual.measure(), [compact]);

  const [focusId, setFocusId] = useState<string | undefined>(undefined);
  const [over, setOver] = useState(false);
  const [down, setDown] = useState(false);
  const busy = over || down || focusId !== undefined || selection.ids.size > 0 || selection.all !== undefined;
  const settle = useEffectEvent(() => (busy ? list.hold() : list.follow()));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has come meanwhile is held as soon as it is there
  useEffect(() => settle(), [busy, newest.data]);

  const walk = (by: 1 | -1): void => {
    const order = rows.ids();
    const next = neighbour(order, focusId, by);
    if (next === undefined) return;
    setFocusId(next);
    virtual.scrollToIndex(order.indexOf(next));
    requestAnimationFrame(() => document.getElementById(runLinkId(next))?.focus({ preventScroll: true }));
  };
  const canChoose = onSelect !== undefined;
  const someSelected = selection.ids.size > 0 || selection.all !== undefined;
  const latest = useRef({ selection, rows, onSelect });
  useEffect(() => {
    latest.current = { selection, rows, onSelect };
  });
  const choose = useCallback((id: string, stretch: boolean): void => {
    const now = latest.current;
    now.onSelect?.(stretch ? ranged(now.selection, now.rows.ids(), id) : toggled(now.selection, id));
  }, []);
  usePageKeys({
    j: { label: 'Next run', act: () => walk(1), repeats: true },
    k: { label: 'Previous run', act: () => walk(-1), repeats: true },
    x: {
      label: 'Select the run, or leave it out',
      act: canChoose && focusId !== undefined ? () => onSelect(toggled(selection, focusId)) : undefined,
    },
  });

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const tableRows = table.getRowModel().rows;
  return (
    <section
      aria-label="Runs"
      className="relative flex min-h-0 flex-1 flex-col"
      // The button for new rows is inside: it comes up under the pointer and must not let go what the pointer holds.
      onPointerEnter={() => setOver(true)}
      onPointerLeave={() => setOver(false)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocusId(undefined);
      }}
    >
      {list.fresh > 0 && (
        <span className="absolute top-1 left-1/2 z-2 -translate-x-1/2">
          <Button
            size="sm"
            className="shadow-overlay"
            onClick={() => {
              list.showFresh();
              setFocusId(undefined);
              virtual.scrollToOffset(0);
            }}
          >
            {`${plural(list.fresh, 'new run')}, show`}
          </Button>
        </span>
      )}
      {/* On its own ground: a browser scrolls what can be seen through by painting all of it anew. */}
      <div
        ref={box}
        aria-busy={newest.isPlaceholderData || loadingMore}
        className={cx('min-h-0 flex-1 overflow-auto bg-raised', newest.isPlaceholderData && 'opacity-60')}
        onScroll={(event) => setDown(event.currentTarget.scrollTop > ROW_PX.wide)}
      >
        <Table aria-rowcount={list.goesOn ? -1 : rows.length + 1}>
          <TableHead sticky className="max-md:hidden">
            <tr>
              {canChoose && (
                <Th box>
                  <Checkbox
                    checked={selection.all !== undefined ? true : someSelected ? 'indeterminate' : false}
                    onCheckedChange={() => onSelect(toggledAtHand(selection, rows.ids()))}
                    label="Select the runs shown"
                  />
                </Th>
              )}
              {table.getVisibleLeafColumns().map(({ id }) => {
                const { title, numeric = false, grow = false } = lookOf(id);
                return (
                  <Th key={id} numeric={numeric} {...(grow ? { className: 'w-[99%]' } : {})}>
                    {id === 'steps' ? <span className="sr-only">{title}</span> : title}
                  </Th>
                );
              })}
            </tr>
          </TableHead>
          <tbody>
            {before > 0 && (
              <tr>
                <td style={{ height: before }} />
              </tr>
            )}
            {tableRows.map((row, at) => (
              <RunRow
                key={row.id}
                ref={virtual.measureElement}
                row={row}
                index={first + at}
                shape={!drawn ? 'any' : compact ? 'compact' : 'wide'}
                selected={isSelected(selection, row.id)}
                onSelect={canChoose ? choose : undefined}
                onFocus={setFocusId}
                hidden={hidden}
              />
            ))}
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
        {/* The bar of bulk actions hides no row. */}
        {someSelected && <div className="h-20" />}
      </div>
    </section>
  );
}

// One run in the list: a row of cells, at 390 px two lines. The whole row is the target, its id is the link, its box chooses it.
'use client';
import type { Row } from '@tanstack/react-table';
import { FlexRender } from '@tanstack/react-table';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { memo, type Ref } from 'react';
import { isDryRun } from '@/lib/domain/fork';
import { routes } from '@/lib/routes';
import { DryMark } from '../fork/dry-mark';
import { shortId } from '../run/short-id';
import { Checkbox } from '../ui/checkbox';
import { RelativeTime } from '../ui/relative-time';
import { StateGlyph } from '../ui/state-glyph';
import { TableRow, Td } from '../ui/table';
import type { ListedRun } from './listed-run';
import { RunCause } from './run-cause';
import { lookOf, type runTableFeatures } from './run-columns';

/** `any` until the page knows its width: the sheet then shows the one that fits. */
export type RowShape = 'wide' | 'compact' | 'any';

export type RunRowProps = {
  row: Row<typeof runTableFeatures, ListedRun>;
  index: number;
  shape: RowShape;
  ref: Ref<HTMLTableRowElement>;
  selected: boolean;
  /** Undefined where nothing can be done with what is chosen. Stays the same function. */
  onSelect: ((id: string, stretch: boolean) => void) | undefined;
  /** Stays the same function. */
  onFocus: (id: string) => void;
  /** The columns that are left out. */
  hidden: readonly string[];
};

/** While one scrolls the table makes its rows anew; what they show of a run is drawn anew only when the run has changed. */
export const RunRow = memo(
  DrawnRow,
  (before, now) =>
    before.row.original === now.row.original &&
    before.index === now.index &&
    before.shape === now.shape &&
    before.selected === now.selected &&
    before.onSelect === now.onSelect &&
    before.hidden === now.hidden,
);

function DrawnRow({ row, index, shape, ref, selected, onSelect, onFocus }: RunRowProps) {
  const router = useRouter();
  const run = row.original;
  const href = routes.run(run.id);
  return (
    <TableRow
      ref={ref}
      data-index={index}
      selected={selected}
      className="cursor-pointer"
      onFocus={() => onFocus(run.id)}
      onClick={(event) => {
        // A link or a box inside takes its own click; marking text is no click.
        const inside =
          event.target instanceof Element && event.target.closest('a, button, [data-box]') !== null;
        if (!inside && window.getSelection()?.isCollapsed !== false) router.push(href);
      }}
    >
      {onSelect !== undefined && (
        <Td
          box
          data-box
          className="cursor-default"
          // In the capture phase: the box itself tells nothing of Shift.
          onClickCapture={(event) => {
            event.preventDefault();
            event.stopPropagation();
            window.getSelection()?.removeAllRanges();
            onSelect(run.id, event.shiftKey);
          }}
        >
          <Checkbox
            checked={selected}
            onCheckedChange={() => onSelect(run.id, false)}
            label={`Select run ${shortId(run.id)}`}
          />
        </Td>
      )}
      {shape !== 'compact' &&
        row.getVisibleCells().map((cell) => {
          const { numeric = false, grow = false, className = '' } = lookOf(cell.column.id);
          return (
            <Td key={cell.id} numeric={numeric} grow={grow} className={`${className} max-md:hidden`}>
              <FlexRender cell={cell} />
            </Td>
          );
        })}
      {shape !== 'wide' && <CompactCell run={run} href={href} />}
    </TableRow>
  );
}

function CompactCell({ run, href }: { run: ListedRun; href: string }) {
  return (
    <Td className="w-full max-w-0 md:hidden">
      <Link href={href} prefetch={false} className="flex flex-col gap-0.5 py-2.5">
        <span className="flex items-center gap-2">
          <StateGlyph state={run.status} label={run.status} />
          <b className="flex-none">{run.agent}</b>
          {isDryRun(run.id) && <DryMark />}
          <span className="min-w-0 flex-1 truncate">{run.summary}</span>
        </span>
        <span className="flex items-center gap-2 pl-[22px] text-xs text-muted">
          <span className="min-w-0 flex-1 truncate">
            <RunCause run={run} fallback={run.status} />
          </span>
          <RelativeTime at={run.startedAt ?? run.createdAt} focusable={false} />
        </span>
      </Link>
    </Td>
  );
}

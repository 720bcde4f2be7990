// Two texts beside each other: a changed line faces what it became. For wide pages; Diff shows the same in one column.
import { useMemo } from 'react';
import { cx } from './class-names';
import { diffLines } from './diff-lines';
import { nearChanges, type SideCell, sideRows } from './side-rows';

export type SideDiffProps = {
  before: string;
  after: string;
  /** Over the columns: "v1", "v2". */
  beforeTitle: string;
  afterTitle: string;
  /** What is compared, for screen readers. */
  label: string;
  /** Rows kept around a change; all of them without it. */
  context?: number;
  className?: string;
};

export function SideDiff({
  before,
  after,
  beforeTitle,
  afterTitle,
  label,
  context,
  className,
}: SideDiffProps) {
  const rows = useMemo(() => {
    const all = sideRows(diffLines(before, after));
    return context === undefined ? all : nearChanges(all, context);
  }, [before, after, context]);
  if (rows.every(({ op }) => op !== 'changed')) {
    return <p className={cx('text-xs text-muted', className)}>No difference.</p>;
  }
  return (
    <section aria-label={label} className={cx('side-diff', className)}>
      <div className="title">{beforeTitle}</div>
      <div className="title">{afterTitle}</div>
      {rows.map((row, index) =>
        row.op === 'gap' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the text
          <div key={index} className="gap">
            …
          </div>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <div key={index} className="contents">
            <Cell cell={row.left} op={row.op === 'same' ? 'same' : 'del'} />
            <Cell cell={row.right} op={row.op === 'same' ? 'same' : 'add'} />
          </div>
        ),
      )}
    </section>
  );
}

const SIGN = { same: ' ', add: '+', del: '-' } as const;
const SAID = { same: '', add: 'added: ', del: 'removed: ' } as const;

function Cell({ cell, op }: { cell: SideCell | undefined; op: 'same' | 'add' | 'del' }) {
  if (cell === undefined) return <div data-op="none" />;
  return (
    <div data-op={op}>
      <span aria-hidden="true" className="no">
        {cell.line}
      </span>
      <span aria-hidden="true" className="sign">
        {SIGN[op]}
      </span>
      <code>
        <span className="sr-only">{SAID[op]}</span>
        {cell.words.map((word, place) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place in the line
          word.changed ? <mark key={place}>{word.text}</mark> : word.text,
        )}
      </code>
    </div>
  );
}

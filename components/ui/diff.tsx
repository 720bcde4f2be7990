// Two texts as one: -/+ column, tinted lines, changed words marked. Colour is the third sign, never the only one.
import { useMemo } from 'react';
import { cx } from './class-names';
import { diffLines, withContext } from './diff-lines';

export type DiffProps = {
  before: string;
  after: string;
  /** What is compared, for screen readers: "Arguments before and after the edit". */
  label: string;
  numbered?: boolean;
  /** Lines kept around a change; all of them without it. */
  context?: number;
  className?: string;
};

const SIGN = { same: ' ', add: '+', del: '-' } as const;
const SAID = { same: '', add: 'added: ', del: 'removed: ' } as const;

export function Diff({ before, after, label, numbered = false, context, className }: DiffProps) {
  const lines = useMemo(() => {
    const all = diffLines(before, after);
    return context === undefined ? all : withContext(all, context);
  }, [before, after, context]);
  if (lines.every((line) => line === undefined || line.op === 'same')) {
    return <p className={cx('text-xs text-muted', className)}>No difference.</p>;
  }
  return (
    <section aria-label={label} data-numbered={numbered} className={cx('diff', className)}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the text
        <div key={index} data-op={line?.op ?? 'gap'}>
          <span aria-hidden="true" className="no">
            {numbered ? line?.line : null}
          </span>
          <span aria-hidden="true" className="sign">
            {line === undefined ? '' : SIGN[line.op]}
          </span>
          {line === undefined ? (
            <span className="text-faint">…</span>
          ) : (
            <code>
              <span className="sr-only">{SAID[line.op]}</span>
              {line.words.map((word, place) =>
                // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place in the line
                word.changed ? <mark key={place}>{word.text}</mark> : word.text,
              )}
            </code>
          )}
        </div>
      ))}
    </section>
  );
}

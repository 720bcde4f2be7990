// Glyph and word: how a state reads in a table or a line. Headers and exceptions take a Pill instead.
import type { ReactNode } from 'react';
import { cx } from './class-names';
import { StateGlyph } from './state-glyph';
import type { GlyphState } from './state-name';

export type StateProps = { state: GlyphState; children?: ReactNode; className?: string };

/** Without children the state's own name is the word. */
export function State({ state, children, className }: StateProps) {
  return (
    <span className={cx('inline-flex items-center gap-[7px] whitespace-nowrap align-middle', className)}>
      <StateGlyph state={state} />
      <span className="min-w-0 truncate">{children ?? state}</span>
    </span>
  );
}

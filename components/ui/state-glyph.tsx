// The hatch as state: shape first, so that colour is never alone. Draws one state, knows no run.
import type { ReactNode } from 'react';
import { cx } from './class-names';
import type { GlyphState } from './state-name';

const hatch = <rect x="2" y="2" width="10" height="10" rx="3" fill="none" />;
const filled = <rect x="1.3" y="1.3" width="11.4" height="11.4" rx="3.4" fill="currentColor" stroke="none" />;

const SHAPES: Record<GlyphState, ReactNode> = {
  queued: <rect x="2" y="2" width="10" height="10" rx="3" fill="none" strokeDasharray="1.7 1.9" />,
  running: (
    <>
      {hatch}
      <path className="bars" d="M5 9.2V7M7 9.2V4.8M9 9.2V6.2" />
    </>
  ),
  waiting: (
    <>
      {hatch}
      <path d="M7 4.6V7l1.6 1.1" />
    </>
  ),
  succeeded: (
    <>
      {filled}
      <path className="k" d="m4.5 7.2 1.8 1.8 3.2-3.7" />
    </>
  ),
  failed: (
    <>
      {filled}
      <path className="k" d="m5 5 4 4M9 5 5 9" />
    </>
  ),
  cancelled: (
    <>
      {hatch}
      <path d="M4.7 9.3l4.6-4.6" />
    </>
  ),
  partial: (
    <>
      {hatch}
      <path
        d="M2.6 7h8.8v2.1A2.3 2.3 0 0 1 9.1 11.4H4.9A2.3 2.3 0 0 1 2.6 9.1z"
        fill="currentColor"
        stroke="none"
      />
    </>
  ),
  dry: (
    <>
      <rect x="2" y="2" width="10" height="10" rx="3" fill="none" strokeDasharray="2.6 1.5" />
      <path d="M5 9l4-4" />
    </>
  ),
  tainted: (
    <path
      d="M7 1.6c2 2.4 3.7 4.3 3.7 6.4a3.7 3.7 0 0 1-7.4 0C3.3 5.9 5 4 7 1.6z"
      transform="translate(0 .2)"
    />
  ),
};

export type StateGlyphProps = {
  state: GlyphState;
  /** Said by a screen reader; leave out only where the word stands next to the glyph. */
  label?: string | undefined;
  size?: number;
  className?: string;
};

export function StateGlyph({ state, label, size = 14, className }: StateGlyphProps) {
  const said = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden where its word stands beside it
    <svg
      {...said}
      data-state-of={state}
      className={cx('glyph text-state', className)}
      width={size}
      height={size}
      viewBox="0 0 14 14"
    >
      {SHAPES[state]}
    </svg>
  );
}

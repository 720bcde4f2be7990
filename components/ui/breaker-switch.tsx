// A breaker drawn as what it is: an electrical switch. A drawing, not a control.
import type { ReactNode } from 'react';
import { cx } from './class-names';
import type { BreakerStateName } from './state-name';

const left = <circle cx="13" cy="16" r="2.2" className="n" />;
const rightOpen = <circle cx="31" cy="16" r="2.2" className="n h" />;
const ends = <path d="M1 16H13M31 16H43" />;

const DRAWINGS: Record<BreakerStateName, ReactNode> = {
  closed: (
    <>
      <path d="M1 16h12M31 16h12M13 16h18" />
      {left}
      <circle cx="31" cy="16" r="2.2" className="n" />
    </>
  ),
  open: (
    <>
      {ends}
      <path d="M13 16 27 4.5" />
      {left}
      {rightOpen}
    </>
  ),
  'half-open': (
    <>
      {ends}
      <path d="M13 16l15-6" />
      <path d="M29.3 12.3 31 14" strokeDasharray="1.5 1.5" />
      {left}
      {rightOpen}
      <path d="M16 21.5h12" strokeDasharray="2 2" className="thin" />
    </>
  ),
  isolated: (
    <>
      <path d="M1 16H12M32 16H43" />
      <rect x="14" y="6.5" width="16" height="14" rx="3" className="n" />
      <path d="M18 13.2h8v4.6h-8z" fill="currentColor" stroke="none" />
      <path d="M19.7 13v-1.3a2.3 2.3 0 0 1 4.6 0V13" />
    </>
  ),
};

export type BreakerSwitchProps = {
  state: BreakerStateName;
  width?: number;
  /** Leave out only where the word stands next to it. */
  label?: string | undefined;
  className?: string;
};

export function BreakerSwitch({ state, width = 40, label, className }: BreakerSwitchProps) {
  const said = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden where its word stands beside it
    <svg
      {...said}
      data-state-of={state}
      className={cx('switch flex-none', className)}
      width={width}
      height={(width * 24) / 44}
      viewBox="0 0 44 24"
    >
      {DRAWINGS[state]}
    </svg>
  );
}

// Names the signs of a drawing, where they can't be labelled directly.
import type { ReactNode } from 'react';
import { cx } from './class-names';

export type LegendItem = { sign: ReactNode; label: string };

export function Legend({ items, className }: { items: readonly LegendItem[]; className?: string }) {
  return (
    <ul className={cx('flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted', className)}>
      {items.map((item) => (
        <li key={item.label} className="inline-flex items-center gap-[5px] whitespace-nowrap">
          {item.sign}
          {item.label}
        </li>
      ))}
    </ul>
  );
}

/** A small field of one of the neutral marks or of the state around it. */
export function LegendSwatch({ look }: { look: 'bar' | 'bar-strong' | 'state' }) {
  const fill = { bar: 'bg-bar', 'bar-strong': 'bg-bar-strong', state: 'bg-state' }[look];
  return (
    <i
      aria-hidden="true"
      className={cx('inline-block w-2.5 rounded-[1.5px]', look === 'state' ? 'h-1' : 'h-2', fill)}
    />
  );
}

// Says that what stands here is simulated, dry or a demo: dashed, always with its word.
import type { ReactNode } from 'react';
import { cx } from './class-names';
import { StateGlyph } from './state-glyph';

export type DryChipProps = { children: ReactNode; className?: string };

export function DryChip({ children, className }: DryChipProps) {
  return (
    <span
      data-state-of="dry"
      className={cx(
        'dashed-edge inline-flex h-[22px] items-center gap-1.5 rounded-sm px-2 text-xs whitespace-nowrap text-state',
        className,
      )}
    >
      <StateGlyph state="dry" />
      {children}
    </span>
  );
}

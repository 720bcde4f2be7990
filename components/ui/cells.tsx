// A window in slices: height is volume, the failed or slow part grows from below. One sentence says it for screen readers.
import type { CSSProperties } from 'react';
import { cx } from './class-names';

export type CellSlice =
  | { kind: 'calls'; height: number }
  | { kind: 'failed' | 'slow'; height: number; part: number }
  | { kind: 'open' | 'isolated' | 'probe' | 'probe-in-flight' | 'none' };

export type CellsProps = {
  /** Oldest first; height and part are 0..1. */
  slices: readonly CellSlice[];
  label: string;
  className?: string;
};

type CellStyle = CSSProperties & { '--part'?: string };

function styleOf(slice: CellSlice): CellStyle | undefined {
  if (!('height' in slice)) return undefined;
  const height = `${Math.max(8, slice.height * 100)}%`;
  return 'part' in slice ? { height, '--part': `${slice.part * 100}%` } : { height };
}

export function Cells({ slices, label, className }: CellsProps) {
  return (
    <span role="img" aria-label={label} className={cx('cells', className)}>
      {slices.map((slice, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a slice is its place in the window
        <i key={index} data-kind={slice.kind} style={styleOf(slice)} />
      ))}
    </span>
  );
}

// The row of tiles: as many columns as there are tiles, two at 390 px, dashed while there is nothing to count.
import { Children, type CSSProperties, type ReactNode } from 'react';
import { cx } from './class-names';

export function Tiles({ ghost = false, children }: { ghost?: boolean; children: ReactNode }) {
  const columns: CSSProperties & { '--columns': number } = { '--columns': Children.toArray(children).length };
  return (
    <div
      style={columns}
      className={cx(
        'grid grid-cols-[repeat(var(--columns),minmax(0,1fr))] border-b max-md:grid-cols-2',
        ghost ? 'border-dashed border-line-strong bg-surface' : 'border-line',
      )}
    >
      {children}
    </div>
  );
}

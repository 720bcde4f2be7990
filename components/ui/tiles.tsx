// The row of tiles: as many columns as there are tiles, two rows of them where a label would not fit on its line, two columns at 390 px, dashed while there is nothing to count.
import { Children, type CSSProperties, type ReactNode } from 'react';
import { cx } from './class-names';

const MOST_IN_A_ROW = 7;

export function Tiles({ ghost = false, children }: { ghost?: boolean; children: ReactNode }) {
  const count = Children.toArray(children).length;
  const isHalved = count === MOST_IN_A_ROW + 1;
  const columns: CSSProperties & { '--columns': number } = { '--columns': isHalved ? count / 2 : count };
  return (
    <div
      style={columns}
      className={cx(
        isHalved && 'md:[&>*:nth-child(5)]:border-l-0 md:[&>*:nth-child(n+5)]:border-t',
        'grid grid-cols-[repeat(var(--columns),minmax(0,1fr))] border-b max-md:grid-cols-2',
        ghost ? 'border-dashed border-line-strong bg-surface' : 'border-line',
      )}
    >
      {children}
    </div>
  );
}

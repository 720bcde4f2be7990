// A placeholder of the size of what will stand there, so that nothing jumps. Still for the first 300 ms.
import { cx } from './class-names';

export type SkeletonProps = { className?: string };

/** One bar; give it width and height by class: "h-3.5 w-32". */
export function Skeleton({ className }: SkeletonProps) {
  return <span aria-hidden="true" className={cx('skeleton block h-3.5', className)} />;
}

const WIDTHS = ['w-16', 'w-40', 'w-24', 'w-56', 'w-20'] as const;

export type SkeletonRowsProps = { rows?: number; label?: string; className?: string };

/** Rows of a list that is on its way: 36 px each, between seams. */
export function SkeletonRows({ rows = 6, label = 'Loading', className }: SkeletonRowsProps) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          key={row}
          className="flex h-9 items-center gap-6 border-line-soft px-4 not-first:border-t max-md:px-3"
        >
          {WIDTHS.map((width, cell) => (
            <Skeleton
              key={width}
              className={cx(width, cell > 1 && 'max-md:hidden', cell === 3 && 'flex-1')}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

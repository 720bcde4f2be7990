// The arguments of a call as the machine will read them, each with where it came from. Tainted values stand on a tint.
import type { ReactNode } from 'react';
import { cx } from './class-names';
import { Taint } from './taint';

export type ArgumentRow = {
  name: string;
  /** As JSON text or a richer view of it. */
  value: ReactNode;
  /** The step, tool or person the value came from. */
  source?: string | undefined;
  tainted?: boolean;
};

export function ArgumentList({ rows, className }: { rows: readonly ArgumentRow[]; className?: string }) {
  return (
    <dl className={cx('overflow-hidden rounded-md border border-line', className)}>
      {rows.map((row) => (
        <div
          key={row.name}
          data-state-of={row.tainted === true ? 'tainted' : undefined}
          className={cx(
            'grid min-h-[27px] grid-cols-[112px_minmax(0,1fr)_auto] items-baseline gap-x-2.5 gap-y-0.5 border-line-soft px-2.5 py-[3.5px] not-first:border-t max-md:grid-cols-[92px_minmax(0,1fr)] max-md:py-[5px]',
            row.tainted === true && 'bg-tint',
          )}
        >
          <dt className="mono text-muted [overflow-wrap:anywhere]">{row.name}</dt>
          <dd className="mono min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{row.value}</dd>
          {(row.source !== undefined || row.tainted === true) && (
            <dd
              className={cx(
                'text-xs whitespace-nowrap text-faint',
                row.tainted === true ? 'max-md:col-start-2' : 'max-md:hidden',
              )}
            >
              {row.tainted === true ? <Taint source={row.source} /> : row.source}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

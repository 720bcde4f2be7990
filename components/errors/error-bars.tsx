// How often an error was met, stretch by stretch. One sentence says it for screen readers.
import type { ErrorGroup } from '@/lib/contract/error';
import { plural } from '@/lib/format/count';
import { Cells } from '../ui/cells';

const HOUR_MS = 3_600_000;

export function ErrorBars({ history, className }: { history: ErrorGroup['history']; className?: string }) {
  const most = Math.max(...history.counts, 1);
  const hours = history.stretchMs / HOUR_MS;
  const stretch = hours % 24 === 0 ? plural(hours / 24, 'day') : plural(hours, 'hour');
  return (
    <Cells
      {...(className === undefined ? {} : { className })}
      label={`Each bar ${stretch}; at most ${most}, lately ${history.counts.at(-1) ?? 0}`}
      slices={history.counts.map((count) =>
        count === 0 ? { kind: 'none' } : { kind: 'calls', height: Math.max(0.12, count / most) },
      )}
    />
  );
}

// How a breaker came to stand as it does: each change with its time, and who or what made it.
import type { BreakerChangeShape } from '@/lib/contract/breaker';
import { RelativeTime } from '../ui/relative-time';
import { STATE_NAMES } from './breaker-words';
import { StateWord } from './breakers-table';

export function BreakerChanges({ changes }: { changes: readonly BreakerChangeShape[] }) {
  if (changes.length === 0) return <p className="text-xs text-muted">It has never opened.</p>;
  return (
    <ol>
      {changes.map(({ epoch, at, to, by, reason }) => (
        <li key={epoch} className="border-line-soft py-1.5 text-xs not-first:border-t first:pt-0 last:pb-0">
          <p className="flex items-baseline gap-2">
            <StateWord state={STATE_NAMES[to]} />
            <span className="text-muted">{by === null ? 'by itself' : `by ${by.label}`}</span>
            <span className="ml-auto whitespace-nowrap text-muted">
              <RelativeTime at={at} />
            </span>
          </p>
          {reason !== null && <p className="break-words text-ink-2">{reason}</p>}
        </li>
      ))}
    </ol>
  );
}

// The errors behind a breaker, alike ones counted: code, whose fault, the newest message, and the run that had it.
import Link from 'next/link';
import type { BreakerErrorShape } from '@/lib/contract/breaker';
import { formatCount } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { RelativeTime } from '../ui/relative-time';
import { faultWords } from './breaker-words';

export function BreakerErrors({ errors }: { errors: readonly BreakerErrorShape[] }) {
  if (errors.length === 0) return <p className="text-xs text-muted">No attempt has failed.</p>;
  return (
    <ul>
      {errors.map((error) => (
        <li
          key={`${error.code} ${error.fault}`}
          className="border-line-soft py-1.5 text-xs not-first:border-t first:pt-0 last:pb-0"
        >
          <p className="flex items-baseline gap-2">
            <b
              data-state-of={error.fault === null ? undefined : 'failed'}
              className={error.fault === null ? 'mono' : 'mono text-state'}
            >
              {error.code}
            </b>
            <span className="text-muted">{faultWords(error.fault)}</span>
            <span className="ml-auto whitespace-nowrap">{`× ${formatCount(error.count)}`}</span>
          </p>
          <p className="line-clamp-2 break-words text-ink-2">{error.message}</p>
          <p className="flex gap-2 text-muted">
            <RelativeTime at={error.lastAt} prefix="newest" />
            <Link href={routes.run(error.runId, { step: error.step })} className="link ml-auto">
              Open the run
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}

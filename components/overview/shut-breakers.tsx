// The breakers that do not stand closed: which, until when or by whom, and the way to each.
import Link from 'next/link';
import type { OverviewShape } from '@/lib/contract/overview';
import { plural } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { STATE_NAMES } from '../breakers/breaker-words';
import { BreakerSwitch } from '../ui/breaker-switch';
import { Countdown } from '../ui/countdown';
import { Pill } from '../ui/pill';

type Shut = OverviewShape['breakers']['shut'][number];

export function ShutBreakers({ shut }: { shut: readonly Shut[] }) {
  return (
    <ul>
      {shut.map((breaker) => {
        const { key, name, state } = breaker;
        return (
          <li key={key} className="border-t border-line-soft">
            <Link
              href={routes.breakers({ key })}
              className="flex min-h-12 items-center gap-3 px-4 py-1.5 transition-colors hover:bg-hover focus-visible:outline-offset-[-2px] max-md:px-3"
            >
              <BreakerSwitch state={STATE_NAMES[state]} />
              <span className="min-w-0 flex-1">
                <b className="mono block truncate">{name}</b>
                <span className="block truncate text-xs text-muted">
                  <Until breaker={breaker} />
                </span>
              </span>
              <Pill state={STATE_NAMES[state]}>{STATE_NAMES[state]}</Pill>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function Until({ breaker: { state, opensUntil, probes, isolated } }: { breaker: Shut }) {
  if (state === 'open' && opensUntil !== null)
    return <Countdown until={opensUntil} prefix="probes in" atZero="a probe may go" size="sm" quiet />;
  if (isolated !== null) return `by ${isolated.by.label}: ${isolated.reason}`;
  return `${plural(probes ?? 0, 'probe')} sent`;
}

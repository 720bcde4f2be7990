// A day of one breaker as a bar: a line while it stood closed, a block where it did not.
import type { BreakerDetail } from '@/lib/contract/breaker';
import { formatUtcTime } from '@/lib/format/time';
import { daySentence, daySpans } from './breaker-history-words';
import { STATE_NAMES } from './breaker-words';

const HOURS_BETWEEN = 8;

export function BreakerDay({ day }: { day: BreakerDetail['day'] }) {
  const { since, sliceMs, states } = day;
  const count = states.length;
  const clock = (hours: number) =>
    formatUtcTime(Date.parse(since) + hours * 3_600_000, { zone: false }).slice(0, 5);
  const hours = (count * sliceMs) / 3_600_000;
  const marks = Array.from({ length: Math.floor(hours / HOURS_BETWEEN) }, (_, i) => i * HOURS_BETWEEN);
  return (
    <div className="mb-2">
      <svg
        role="img"
        aria-label={daySentence(day)}
        viewBox={`0 0 ${count} 16`}
        preserveAspectRatio="none"
        className="block h-4 w-full"
      >
        {daySpans(states).map(({ at, length, state }) =>
          state === null ? null : (
            <rect
              key={at}
              data-state-of={STATE_NAMES[state]}
              x={at}
              width={length}
              y={state === 'closed' ? 7 : 0}
              height={state === 'closed' ? 2 : 16}
              fill={state === 'closed' ? 'var(--bar)' : 'var(--c)'}
            >
              <title>{`${state === 'closed' ? 'Closed' : STATE_NAMES[state]} from ${clock((at * sliceMs) / 3_600_000)} UTC`}</title>
            </rect>
          ),
        )}
      </svg>
      <p aria-hidden="true" className="relative mt-0.5 h-4 text-2xs text-faint">
        {marks.map((hour) => (
          <span
            key={hour}
            className={hour === 0 ? 'absolute' : 'absolute -translate-x-1/2'}
            style={{ left: `${(hour / hours) * 100}%` }}
          >
            {clock(hour)}
          </span>
        ))}
        <span className="absolute right-0 text-ink">now</span>
      </p>
    </div>
  );
}

// How many breakers in use stand in each state; each count narrows the list to its own, and once more widens it.
'use client';
import type { BreakerShape } from '@/lib/contract/breaker';
import { BREAKER_STATES, type BreakerState } from '@/lib/domain/breaker';
import { formatCount } from '@/lib/format/count';
import { BreakerSwitch } from '../ui/breaker-switch';
import { cx } from '../ui/class-names';
import { STATE_NAMES } from './breaker-words';

const MEANS: Readonly<Record<BreakerState, string>> = {
  closed: 'calls pass',
  open: 'runs wait',
  half_open: 'only probes pass',
  isolated: 'held by a person',
};

export type BreakerSummaryProps = {
  breakers: readonly BreakerShape[];
  chosen: BreakerState | null;
  onChoose: (state: BreakerState | null) => void;
};

export function BreakerSummary({ breakers, chosen, onChoose }: BreakerSummaryProps) {
  const used = breakers.filter(({ limits }) => limits !== null);
  return (
    <fieldset
      aria-label="Breakers in use, by state"
      className="grid flex-none grid-cols-4 border-b border-line max-lg:grid-cols-2"
    >
      {BREAKER_STATES.map((state) => {
        const count = used.filter((breaker) => breaker.state === state).length;
        return (
          <button
            key={state}
            type="button"
            aria-pressed={chosen === state}
            data-state-of={STATE_NAMES[state]}
            className={cx(
              'flex min-w-0 items-center gap-2.5 border-line px-3.5 py-3 text-left transition-colors focus-visible:outline-offset-[-2px] max-md:px-3 max-md:py-2 max-lg:nth-[n+3]:border-t max-lg:even:border-l lg:not-first:border-l',
              chosen === state ? 'bg-select shadow-[inset_0_-2px_0_var(--accent)]' : 'hover:bg-hover',
            )}
            onClick={() => onChoose(chosen === state ? null : state)}
          >
            <BreakerSwitch
              state={STATE_NAMES[state]}
              width={40}
              className={cx('max-md:w-8', count === 0 && state !== 'closed' && 'opacity-50')}
            />
            <span className="min-w-0">
              <span className="block whitespace-nowrap text-lg leading-5 font-semi tracking-[-.02em]">
                {formatCount(count)} <span className="text-sm tracking-normal">{STATE_NAMES[state]}</span>
              </span>
              <span className="block truncate text-xs text-muted">{MEANS[state]}</span>
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}

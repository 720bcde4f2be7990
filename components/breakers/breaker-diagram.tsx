// One breaker drawn large, as the switch between those who call and what they call: what waits on one side, what goes through to the other.
import type { ReactNode } from 'react';
import type { BreakerDetail, BreakerShape } from '@/lib/contract/breaker';
import type { BreakerState } from '@/lib/domain/breaker';
import { plural } from '@/lib/format/count';
import { cx } from '../ui/class-names';
import { Countdown } from '../ui/countdown';
import { bulkheadSentence, STATE_NAMES } from './breaker-words';

const WIRE = { stroke: 'var(--bar-strong)', strokeWidth: 2 } as const;
const BLADE = { stroke: 'var(--c)', strokeWidth: 2.5 } as const;
const left = <circle cx="12" cy="48" r="6" fill="var(--bar-strong)" />;
const right = <circle cx="108" cy="48" r="5" fill="var(--surface)" {...WIRE} />;
const gap = <path d="M22 64h76" stroke="var(--c)" strokeDasharray="2 4" />;

const DRAWINGS: Readonly<Record<BreakerState, ReactNode>> = {
  closed: (
    <>
      <path d="M0 48h120" {...WIRE} />
      {left}
      <circle cx="108" cy="48" r="6" fill="var(--bar-strong)" />
    </>
  ),
  open: (
    <>
      <path d="M0 48h12M114 48h6" {...WIRE} />
      <path d="M12 48 86 6" {...BLADE} />
      {left}
      {right}
      {gap}
    </>
  ),
  half_open: (
    <>
      <path d="M0 48h12M114 48h6" {...WIRE} />
      <path d="m12 48 82-18" {...BLADE} />
      <path d="m98 32 8 8" {...BLADE} strokeWidth={1.5} strokeDasharray="2 3" />
      {left}
      {right}
      {gap}
    </>
  ),
  isolated: (
    <>
      <path d="M0 48h36M84 48h36" {...WIRE} />
      <rect
        x="36"
        y="24"
        width="48"
        height="46"
        rx="9"
        fill="var(--tint)"
        stroke="var(--c)"
        strokeWidth="2"
      />
      <path d="M47 46h26v15H47z" fill="var(--c)" />
      <path d="M52 46v-5a8 8 0 0 1 16 0v5" stroke="var(--c)" strokeWidth="2.5" />
    </>
  ),
};

export type BreakerDiagramProps = {
  breaker: BreakerShape;
  /** Undefined until its own answer is here. */
  held: BreakerDetail['held'] | undefined;
  isolation: BreakerDetail['isolation'];
};

export function BreakerDiagram({ breaker, held, isolation }: BreakerDiagramProps) {
  const { state, endpoint, opensUntil } = breaker;
  return (
    <div
      data-state-of={STATE_NAMES[state]}
      className="grid grid-cols-[minmax(0,1fr)_120px_minmax(0,1fr)] px-4 pt-3 pb-2 text-2xs text-muted max-md:px-3.5"
    >
      <Side above="agents" below={waits(breaker, held)} />
      <div className="relative h-[92px]">
        <svg
          aria-hidden="true"
          width="120"
          height="74"
          viewBox="0 0 120 74"
          fill="none"
          strokeLinecap="round"
        >
          {DRAWINGS[state]}
        </svg>
        <span className="absolute inset-x-0 bottom-0 text-center whitespace-nowrap text-ink">
          {state === 'open' && opensUntil !== null ? (
            <Countdown
              until={opensUntil}
              prefix="probes in"
              atZero="a probe may go"
              quiet
              className="text-2xs text-ink!"
            />
          ) : (
            BETWEEN[state]
          )}
        </span>
      </div>
      <Side above={endpoint} below={through(breaker, isolation)} far />
    </div>
  );
}

const BETWEEN: Readonly<Record<BreakerState, string>> = {
  closed: 'calls pass',
  open: 'calls stop',
  half_open: 'only probes pass',
  isolated: 'nothing passes',
};

/** Who waits on the callers' side: for a place where calls pass, else for it to close. */
function waits({ state, bulkhead }: BreakerShape, held: BreakerDetail['held'] | undefined): string {
  if (state === 'closed' && bulkhead !== null) return bulkheadSentence(bulkhead);
  if (held === undefined) return '';
  const runs = held.reduce((sum, one) => sum + one.runs, 0);
  return runs === 0 ? 'nobody waits' : `${plural(runs, 'run')} ${runs === 1 ? 'waits' : 'wait'}`;
}

function through({ state, probes, last5m }: BreakerShape, isolation: BreakerDetail['isolation']): string {
  if (state === 'closed') return `${plural(last5m.calls, 'call')} in 5 min`;
  if (state === 'half_open') return `${plural(probes ?? 0, 'probe')} sent`;
  if (state === 'open') return 'nothing is sent';
  return isolation === null ? '' : `${plural(isolation.inFlight.length, 'call')} in flight`;
}

function Side({ above, below, far = false }: { above: string; below: string; far?: boolean }) {
  const text = cx('absolute inset-x-0 truncate', far && 'text-right');
  return (
    <div className="relative h-[92px]">
      <span className={cx(text, 'bottom-[52px]')} title={far ? above : undefined}>
        {above}
      </span>
      <span aria-hidden="true" className="absolute inset-x-0 top-[47px] h-0.5 bg-bar-strong" />
      <span className={cx(text, 'top-[56px]')}>{below}</span>
    </div>
  );
}

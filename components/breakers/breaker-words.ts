// What breakers and the calls behind them say in words. Pure.
import type { BreakerDetail, BreakerShape, CallFigures, DependencyLimits } from '@/lib/contract/breaker';
import type { BreakerState, DependencyFault } from '@/lib/domain/breaker';
import { formatCount, formatPercent, plural } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import type { CellSlice } from '../ui/cells';
import type { BreakerStateName } from '../ui/state-name';

/** As the drawings and colours know it. */
export const STATE_NAMES: Readonly<Record<BreakerState, BreakerStateName>> = {
  closed: 'closed',
  open: 'open',
  half_open: 'half-open',
  isolated: 'isolated',
};

const FAULT_WORDS: Readonly<Record<DependencyFault, string>> = {
  timeout: 'no answer in time',
  unreachable: 'not reachable',
  server_error: 'server error',
  rate_limited: 'rate limited',
  bad_answer: 'unusable answer',
};
export const faultWords = (fault: DependencyFault | null) =>
  fault === null ? 'not held against it' : FAULT_WORDS[fault];

/** "2.4 %" of the calls; "–" where there was none. */
export function share(part: number, { calls }: CallFigures): string {
  return calls === 0 ? '–' : formatPercent(part / calls);
}

/** "server error × 3, no answer in time × 1", the most frequent first; empty where nothing failed. */
export function faultsSentence(faults: BreakerShape['faults']): string {
  return (Object.entries(faults) as [DependencyFault, number][]) // safe because the record's keys are the faults
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([fault, count]) => `${FAULT_WORDS[fault]} × ${formatCount(count)}`)
    .join(', ');
}

const IDLE_CELLS = {
  closed: 'none',
  open: 'open',
  half_open: 'probe-in-flight',
  isolated: 'isolated',
} as const;

/**
 * The last 30 minutes as cells: height is volume against the busiest minute; what failed, else what was slow, grows from below. A minute without
 * a call says how it stood.
 */
export function cellsOf(slices: BreakerShape['slices']): CellSlice[] {
  const most = Math.max(1, ...slices.map(({ calls }) => calls));
  return slices.map(({ calls, failures, slow, state }) => {
    if (calls === 0) return { kind: IDLE_CELLS[state ?? 'closed'] };
    const height = calls / most;
    if (failures > 0) return { kind: 'failed', height, part: failures / calls };
    return slow > 0 ? { kind: 'slow', height, part: slow / calls } : { kind: 'calls', height };
  });
}

export function cellsSentence({ calls, failures, slow }: CallFigures): string {
  if (calls === 0) return 'No calls in the last 30 minutes.';
  return `${plural(calls, 'call')} in the last 30 minutes, ${formatCount(failures)} failed, ${formatCount(slow)} slow.`;
}

/** Whether every process obeys, and what is still under way. */
export function isolationSentence({ effective, inFlight }: NonNullable<BreakerDetail['isolation']>): string {
  const flying = inFlight.length === 0 ? 'nothing in flight' : `${plural(inFlight.length, 'call')} in flight`;
  return effective ? `In force; ${flying}.` : `Not in force everywhere yet; ${flying}.`;
}

/** "3 of 5 in use, 2 wait" */
export function bulkheadSentence({ limit, inUse, waiting }: NonNullable<BreakerShape['bulkhead']>): string {
  const use = `${formatCount(inUse)} of ${formatCount(limit)} in use`;
  return waiting === 0 ? use : `${use}, ${formatCount(waiting)} ${waiting === 1 ? 'waits' : 'wait'}`;
}

/** When it opens and for how long, as its contract has it. */
export function policyRows(policy: DependencyLimits['breaker']): readonly { name: string; value: string }[] {
  const { windowMs, windowCalls, failureRate, slowRate, slowCallMs, minimumCalls, openMs, probes } = policy;
  const window =
    windowMs === null ? `the last ${plural(windowCalls ?? 0, 'call')}` : formatDurationMs(windowMs);
  return [
    {
      name: 'Opens at',
      value: `${formatPercent(failureRate)} failed, or ${formatPercent(slowRate)} over ${formatDurationMs(slowCallMs)}`,
    },
    { name: 'Judged over', value: `${window}, at least ${plural(minimumCalls, 'call')}` },
    { name: 'Stays open', value: `${formatDurationMs(openMs)}, then ${plural(probes, 'probe')}` },
  ];
}

/** By name or endpoint, of one state where it is given; what does not stand closed comes first. */
export function shownBreakers(
  breakers: readonly BreakerShape[],
  text: string,
  only: BreakerState | null = null,
): BreakerShape[] {
  const wanted = text.trim().toLowerCase();
  const found = breakers.filter(
    ({ name, endpoint, state }) =>
      (only === null || state === only) && `${name} ${endpoint}`.toLowerCase().includes(wanted),
  );
  const stands = ({ state }: BreakerShape) => (state === 'closed' ? 1 : 0);
  return found.sort((a, b) => stands(a) - stands(b) || order(a, b));
}

/** Tools before models, by name, then endpoint. */
function order(a: BreakerShape, b: BreakerShape): number {
  const of = ({ kind, name, endpoint }: BreakerShape) => `${kind === 'tool' ? 0 : 1} ${name} ${endpoint}`;
  return of(a) < of(b) ? -1 : 1;
}

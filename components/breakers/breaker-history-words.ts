// What the past of breakers says in words: a change, a day, why one opened. Pure.
import type { BreakerChangeShape, BreakerDetail, BreakerShape } from '@/lib/contract/breaker';
import type { BreakerState } from '@/lib/domain/breaker';
import { formatCount, formatPercent } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { STATE_NAMES } from './breaker-words';

type Day = BreakerDetail['day'];
export type DaySpan = { readonly at: number; readonly length: number; readonly state: BreakerState | null };

/** Slices alike, side by side, as one. */
export function daySpans(states: Day['states']): readonly DaySpan[] {
  const spans: DaySpan[] = [];
  for (const [at, state] of states.entries()) {
    const last = spans.at(-1);
    if (last?.state === state) spans[spans.length - 1] = { ...last, length: last.length + 1 };
    else spans.push({ at, length: 1, state });
  }
  return spans;
}

/** "In the last day open for up to 10 m 00 s, else closed."; a slice counts as a whole. */
export function daySentence({ states, sliceMs }: Day): string {
  const within = 'In the last day';
  const parts = (['isolated', 'open', 'half_open'] as const).flatMap((state) => {
    const slices = states.filter((one) => one === state).length;
    return slices === 0
      ? []
      : [`${STATE_NAMES[state]} for up to ${formatDurationMs(slices * sliceMs, { whole: true })}`];
  });
  if (parts.length === 0) return `${within} closed all the time.`;
  return `${within} ${parts.join(', ')}, else closed.`;
}

/** What happened, in one or two words. */
export function changeWord({ from, to, by }: Pick<BreakerChangeShape, 'from' | 'to' | 'by'>): string {
  switch (to) {
    case 'open':
      return from === 'half_open' ? 'opened again' : 'opened';
    case 'closed':
      return by === null ? 'closed' : 'reset';
    case 'half_open':
      return 'half-open';
    case 'isolated':
      return 'isolated';
  }
}

/** Who or what made it, and why. */
export function changeCause({ by, reason }: Pick<BreakerChangeShape, 'by' | 'reason'>): string {
  if (by === null) return reason ?? 'by itself';
  return reason === null ? `by ${by.label}` : `by ${by.label}: “${reason}”`;
}

export type OpenedFor = {
  readonly change: BreakerChangeShape;
  /** Each figure against the one at which it opens; empty where a probe opened it again. */
  readonly rows: readonly { readonly name: string; readonly value: string }[];
};

/** Why one that is open, or that probes, opened last. */
export function openedFor(
  { state, limits }: BreakerShape,
  changes: readonly BreakerChangeShape[],
): OpenedFor | undefined {
  if (state !== 'open' && state !== 'half_open') return undefined;
  const change = changes.find(({ to }) => to === 'open');
  if (change === undefined) return undefined;
  const { calls, failures, slow } = change;
  if (limits === null || calls === 0) return { change, rows: [] };
  const { failureRate, slowRate, slowCallMs, minimumCalls } = limits.breaker;
  return {
    change,
    rows: [
      { name: 'Failed', value: `${formatPercent(failures / calls)} of ${formatPercent(failureRate)}` },
      {
        name: `Slower than ${formatDurationMs(slowCallMs)}`,
        value: `${formatPercent(slow / calls)} of ${formatPercent(slowRate)}`,
      },
      { name: 'Calls judged', value: `${formatCount(calls)} of ${formatCount(minimumCalls)} needed` },
    ],
  };
}

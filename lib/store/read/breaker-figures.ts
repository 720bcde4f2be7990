// Adds alike attempts up into the figures of one breaker: minute by minute, and over its three windows. Pure.
import {
  BREAKER_SLICES,
  type BreakerShape,
  type BreakerSlice,
  type CallFigures,
} from '../../contract/breaker';
import { DEPENDENCY_FAULTS, type DependencyFault } from '../../domain/breaker';
import { judgeAttempt } from '../../resilience/dependency-fault';
import type { CallGroup } from './breaker-calls';

const MINUTE_MS = 60_000;
const LAST_MINUTES = 5;

type Judged = CallGroup & { readonly fault: DependencyFault | null };
type Figures = Pick<
  BreakerShape,
  'window' | 'faults' | 'last5m' | 'last24h' | 'lastCallAt' | 'lastFailureAt'
> & { readonly slices: readonly Omit<BreakerSlice, 'state'>[] };

/** @param minute the beginning of the present minute, ISO 8601. */
export function figuresOf(groups: readonly CallGroup[], minute: string): Figures {
  const calls = groups.flatMap((group) => judged(group) ?? []);
  const failures = calls.filter(({ fault }) => fault !== null);
  const inMinutes = (from: number, to: number) =>
    calls.filter(({ minutesAgo }) => minutesAgo >= from && minutesAgo < to);
  const window = inMinutes(Number.NEGATIVE_INFINITY, BREAKER_SLICES);
  const faults = DEPENDENCY_FAULTS.map(
    (fault) => [fault, countOf(window.filter((call) => call.fault === fault))] as const,
  );
  return {
    window: sums(window),
    faults: Object.fromEntries(faults) as Figures['faults'], // safe because every fault has an entry
    slices: Array.from({ length: BREAKER_SLICES }, (_, i) => {
      const ago = BREAKER_SLICES - 1 - i;
      const at = new Date(Date.parse(minute) - ago * MINUTE_MS).toISOString();
      // A worker's clock may be a little ahead: what it ended belongs to the present minute.
      return { at, ...sums(inMinutes(ago === 0 ? Number.NEGATIVE_INFINITY : ago, ago + 1)) };
    }),
    last5m: sums(inMinutes(Number.NEGATIVE_INFINITY, LAST_MINUTES)),
    last24h: sums(calls),
    lastCallAt: latest(calls),
    lastFailureAt: latest(failures),
  };
}

/** Null where it was no call. */
function judged(group: CallGroup): Judged | null {
  const { code, class: errorClass, cutShort, lookUp } = group;
  if (code === null || errorClass === null) return { ...group, fault: null };
  const mode = lookUp ? 'look_up' : 'send';
  const judgement = judgeAttempt({ code, class: errorClass, cutShort, mode });
  if (judgement === 'none') return null;
  return { ...group, fault: judgement === 'answered' ? null : judgement };
}

function sums(calls: readonly Judged[]): CallFigures {
  return {
    calls: countOf(calls),
    failures: countOf(calls.filter(({ fault }) => fault !== null)),
    slow: countOf(calls.filter(({ slow }) => slow)),
  };
}

function countOf(calls: readonly CallGroup[]): number {
  return calls.reduce((sum, { count }) => sum + count, 0);
}

function latest(calls: readonly CallGroup[]): string | null {
  return calls.reduce<string | null>(
    (last, { lastAt }) => (last === null || lastAt > last ? lastAt : last),
    null,
  );
}

// Parts a side by what its calls were about, so that the two sides of one order, channel or mail stand next to each other.
import type { IncidentCall, IncidentReport, IncidentSide } from '@/lib/contract/incident';

export type SubjectTrace = {
  readonly calls: readonly IncidentCall[];
  readonly effects: IncidentSide['effects'];
};
export type SubjectRow = {
  readonly subject: string;
  readonly unprotected: SubjectTrace;
  readonly bulkhead: SubjectTrace;
};

const traceOf = (side: IncidentSide, subject: string): SubjectTrace => ({
  calls: side.calls.filter((call) => call.kind === 'effect' && call.subject === subject),
  effects: side.effects.filter((effect) => effect.subject === subject),
});

/** In the order of their names; reads and model calls are not about one subject's effect. */
export function subjectRows({ unprotected, bulkhead }: IncidentReport): SubjectRow[] {
  if (unprotected === null || bulkhead === null) return [];
  const subjects = [unprotected, bulkhead].flatMap((side) => [
    ...side.effects.map(({ subject }) => subject),
    ...side.calls.flatMap(({ kind, subject }) => (kind === 'effect' && subject !== null ? [subject] : [])),
  ]);
  return [...new Set(subjects)].toSorted().map((subject) => ({
    subject,
    unprotected: traceOf(unprotected, subject),
    bulkhead: traceOf(bulkhead, subject),
  }));
}

export type TraceLine =
  | { readonly kind: 'call'; readonly atMs: number; readonly call: IncidentCall; readonly times: number }
  | { readonly kind: 'effect'; readonly atMs: number; readonly effect: IncidentSide['effects'][number] };

/** Calls and effects in the order of time. A wait for the other agent that is asked again and again is one line with its number. */
export function traceLines({ calls, effects }: SubjectTrace): TraceLine[] {
  const all = [
    ...calls.map((call): TraceLine => ({ kind: 'call', atMs: call.atMs, call, times: 1 })),
    ...effects.map((effect): TraceLine => ({ kind: 'effect', atMs: effect.atMs, effect })),
  ].toSorted((a, b) => a.atMs - b.atMs);
  const lines: TraceLine[] = [];
  for (const line of all) {
    const index = lines.findIndex((earlier) => repeats(earlier, line));
    const earlier = lines[index];
    if (earlier?.kind === 'call') lines[index] = { ...earlier, times: earlier.times + 1 };
    else lines.push(line);
  }
  return lines;
}

const WAITS = 'effect_in_flight';

function repeats(earlier: TraceLine, line: TraceLine): boolean {
  return (
    earlier.kind === 'call' &&
    line.kind === 'call' &&
    line.call.outcome === WAITS &&
    earlier.call.outcome === WAITS &&
    earlier.call.lane === line.call.lane
  );
}

const OUTCOMES: Readonly<Record<string, string>> = {
  effect_in_flight: 'waits: the other agent has it in flight',
  connection_lost: 'connection closed',
  http_429: 'rate-limited (429)',
  '429': 'rate-limited (429)',
  '201': 'answered',
};

export function outcomeWords({ outcome }: IncidentCall): string {
  return OUTCOMES[outcome] ?? outcome;
}

/** Waiting for the other agent is no failure. */
export function isTrouble(call: IncidentCall): boolean {
  return !call.ok && call.outcome !== WAITS;
}

// Knows what one chaos consists of before it begins: which runs, which faults, when. Refuses chance of its own: the same seed gives the same plan.
import { SeededRandom } from '../../lib/runtime/testing/simulation/seeded-random';
import { closingRun, type PlannedRun, plannedRun } from './planned-run';

export const FAULT_KINDS = [
  'kill worker',
  'freeze worker',
  'drain worker',
  'terminate backends',
  'kill database',
  'restart database',
  'stall network',
  'cut network',
  'lose commit answers',
  'stall app',
  'fail receiver',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type PlannedFault = {
  readonly atMs: number;
  readonly kind: FaultKind;
  /** Which worker, where one is meant. */
  readonly slot: number;
  /** How long, where that is planned. */
  readonly forMs: number;
};
export type ChaosPlan = {
  readonly runs: readonly PlannedRun[];
  readonly faults: readonly PlannedFault[];
  /** Started when everything has settled: afterwards things work as before. */
  readonly closing: PlannedRun;
};

export type Size = {
  readonly seed: number;
  readonly runs: number;
  readonly forMs: number;
  readonly slots: number;
  readonly leaseMs: number;
  /** From one fault to the next, on average. */
  readonly everyMs: number;
};

/** Each kind comes in every round, in an order of its own. */
export function planOf(size: Size): ChaosPlan {
  const random = new SeededRandom(size.seed);
  const forRuns = random.fork();
  const forFaults = random.fork();
  const runs = Array.from({ length: size.runs }, (_, i) => plannedRun(i, size.forMs, forRuns));
  const faults: PlannedFault[] = [];
  let round: FaultKind[] = [];
  for (
    let atMs = size.everyMs / 2;
    atMs < size.forMs;
    atMs += size.everyMs * (0.6 + 0.8 * forFaults.next())
  ) {
    if (round.length === 0) round = forFaults.shuffled(FAULT_KINDS);
    const kind = round.pop();
    if (kind === undefined) break;
    const slot = forFaults.int(0, size.slots - 1);
    faults.push({ atMs: Math.round(atMs), kind, slot, forMs: lengthOf(kind, size.leaseMs, forFaults) });
  }
  return { runs: runs.toSorted((a, b) => a.atMs - b.atMs), faults, closing: closingRun() };
}

function lengthOf(kind: FaultKind, leaseMs: number, random: SeededRandom): number {
  if (kind === 'freeze worker') return Math.round(leaseMs * (1.5 + random.next()));
  if (kind === 'stall network') return random.int(1_000, leaseMs * 2);
  if (kind === 'stall app') return Math.round(leaseMs * (1.2 + random.next()));
  if (kind === 'cut network') return random.int(0, 2_000);
  if (kind === 'lose commit answers') return random.int(0, 1_500);
  return 0;
}

// Knows what one chaos consists of before it begins: which runs, which faults, when. Refuses chance of its own: the same seed gives the same plan.
import { SeededRandom } from '../../lib/runtime/testing/simulation/seeded-random';

export const TOOLS = {
  look: 'orders.look',
  note: 'notes.add',
  refund: 'refunds.pay',
  ship: 'parcels.ship',
  grant: 'grants.give',
  letter: 'letters.send',
} as const;
export type ToolName = (typeof TOOLS)[keyof typeof TOOLS];

/** `number` tells calls of one tool in one run apart; with `ref` and the tool it is what happens in the world, whatever the key. */
export type PlannedCall = { readonly tool: ToolName; readonly ref: string; readonly number: number };
export type PlannedRun = {
  readonly ref: string;
  readonly atMs: number;
  readonly calls: readonly PlannedCall[];
  /** The last two calls come in one answer of the model. */
  readonly together: boolean;
  readonly told: 'nothing' | 'pause' | 'cancel';
};

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
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type PlannedFault = {
  readonly atMs: number;
  readonly kind: FaultKind;
  /** Which worker, where one is meant. */
  readonly slot: number;
  /** How long, where it lasts. */
  readonly forMs: number;
};
export type ChaosPlan = { readonly runs: readonly PlannedRun[]; readonly faults: readonly PlannedFault[] };

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
  const runs = Array.from({ length: size.runs }, (_, i) => plannedRun(i, size, forRuns));
  const faults: PlannedFault[] = [];
  let round: FaultKind[] = [];
  for (
    let atMs = size.everyMs / 2;
    atMs < size.forMs;
    atMs += size.everyMs * (0.6 + 0.8 * forFaults.next())
  ) {
    if (round.length === 0) round = shuffled(FAULT_KINDS, forFaults);
    const kind = round.pop();
    if (kind === undefined) break;
    const slot = forFaults.int(0, size.slots - 1);
    faults.push({ atMs: Math.round(atMs), kind, slot, forMs: lengthOf(kind, size.leaseMs, forFaults) });
  }
  return { runs: runs.toSorted((a, b) => a.atMs - b.atMs), faults };
}

/** Five calls of all effect classes; every fourth run sends a letter, whose receiver knows neither keys nor look-ups. */
function plannedRun(i: number, { forMs }: Size, random: SeededRandom): PlannedRun {
  const ref = `R-${String(i + 1).padStart(4, '0')}`;
  const parcel = `P-${String(Math.floor(i / 2) + 1).padStart(4, '0')}`;
  const third = i % 4 === 3 ? TOOLS.letter : random.pick([TOOLS.note, TOOLS.refund]);
  const fourth = i % 5 === 4 ? TOOLS.grant : TOOLS.refund;
  const calls = [
    { tool: TOOLS.look, ref, number: 1 },
    ...shuffled([TOOLS.note, third, fourth], random).map((tool, at) => ({ tool, ref, number: at + 2 })),
    { tool: TOOLS.ship, ref: parcel, number: 5 },
  ];
  const told = random.chance(0.1) ? 'pause' : random.chance(0.05) ? 'cancel' : 'nothing';
  // In clumps, so that many are under way when something happens.
  const clump = Math.floor(random.next() * Math.max(1, forMs / 5_000)) * 5_000;
  return { ref, atMs: clump + random.int(0, 500), calls, together: random.chance(0.3), told };
}

function lengthOf(kind: FaultKind, leaseMs: number, random: SeededRandom): number {
  if (kind === 'freeze worker') return Math.round(leaseMs * (1.5 + random.next()));
  if (kind === 'stall network') return random.int(1_000, leaseMs * 2);
  if (kind === 'cut network') return random.int(0, 2_000);
  if (kind === 'lose commit answers') return random.int(0, 1_500);
  return 0;
}

function shuffled<T>(things: readonly T[], random: SeededRandom): T[] {
  return things
    .map((thing) => ({ thing, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ thing }) => thing);
}

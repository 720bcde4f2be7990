// What a seed stands for: who there is, what goes wrong and what people do; the course of it follows from this alone.
import type { StopScope } from '@/lib/domain/stop';
import type { SeededRandom } from './seeded-random';
import { ASKED_TOOLS } from './tools';

/** Faults begin in this time; afterwards the world is calm, and every run has to come to its end. */
export const UNREST_MS = 60_000;

export type PlannedCall = {
  readonly tool: string;
  readonly arguments: { readonly order_id: string; readonly amount: number };
};

export type PlannedRun = {
  readonly name: string;
  readonly agent: string;
  readonly atMs: number;
  /** The calls of each answer of the model; then it finishes. */
  readonly turns: readonly (readonly PlannedCall[])[];
};

export type Told = {
  readonly atMs: number;
  readonly run: number;
  readonly type: 'pause' | 'resume' | 'cancel';
};
export type PlannedStop = { readonly atMs: number; readonly forMs: number; readonly scope: StopScope };
/** Of one process, or of all when `process` is null. */
export type Outage = { readonly fromMs: number; readonly untilMs: number; readonly process: number | null };
export type ClockStep = { readonly atMs: number; readonly process: number; readonly byMs: number };

export type Plan = {
  readonly processes: number;
  readonly runs: readonly PlannedRun[];
  readonly told: readonly Told[];
  readonly stops: readonly PlannedStop[];
  readonly outages: readonly Outage[];
  readonly clockSteps: readonly ClockStep[];
  /** How often processes die, and stand still, in all. */
  readonly kills: number;
  readonly pauses: number;
  readonly redrives: number;
  /** Share of answers of the store that are lost after it did what it was asked. */
  readonly lostAnswers: number;
  /** Share of attempts that a gate puts off. */
  readonly deferrals: number;
  /** Share of calls of tools and models that go wrong. */
  readonly faults: number;
  /** How many runs of an agent may be running at once. */
  readonly agentLimits: Readonly<Record<string, number>>;
};

export const AGENTS = ['refunds', 'support'] as const;
const ORDERS = ['A-1', 'A-2', 'A-3'] as const;

export function planOf(random: SeededRandom): Plan {
  const processes = random.int(2, 3);
  const runs = many(random, 2, 5, (i) => plannedRun(random, i));
  const within = () => random.int(0, UNREST_MS);
  return {
    processes,
    runs,
    told: many(random, 0, 5, () => ({
      atMs: within(),
      run: random.int(0, runs.length - 1),
      type: random.pick(['pause', 'pause', 'resume', 'cancel']),
    })),
    stops: many(random, 0, 2, () => ({
      atMs: within(),
      forMs: random.int(500, 20_000),
      scope: random.pick<StopScope>(['global', 'agent:refunds', 'agent:support']),
    })),
    outages: many(random, 0, 2, () => {
      const fromMs = within();
      const untilMs = fromMs + random.int(200, 15_000);
      return { fromMs, untilMs, process: random.chance(0.5) ? null : random.int(0, processes - 1) };
    }),
    clockSteps: many(random, 0, 2, () => ({
      atMs: within(),
      process: random.int(0, processes - 1),
      byMs: random.pick([-1, 1]) * random.int(1_000, 90_000),
    })),
    kills: random.int(0, 5),
    pauses: random.int(0, 4),
    redrives: random.int(0, 4),
    lostAnswers: random.pick([0, 0, 0.02, 0.06]),
    deferrals: random.pick([0, 0, 0.1]),
    faults: random.pick([0, 0.15, 0.35]),
    agentLimits: random.pick<Plan['agentLimits']>([{}, { support: 1 }, { support: 1, refunds: 2 }]),
  };
}

function plannedRun(random: SeededRandom, i: number): PlannedRun {
  const names = ASKED_TOOLS.map(({ name }) => name);
  const call = (): PlannedCall => ({
    tool: random.pick(names),
    arguments: { order_id: random.pick(ORDERS), amount: random.chance(0.2) ? 900 : 5 },
  });
  return {
    name: `run-${i + 1}`,
    agent: random.pick(AGENTS),
    atMs: random.int(0, UNREST_MS / 3),
    turns: many(random, 1, 4, () => many(random, 1, 3, call)),
  };
}

function many<T>(random: SeededRandom, least: number, most: number, make: (i: number) => T): T[] {
  return Array.from({ length: random.int(least, most) }, (_, i) => make(i));
}

// What a seed stands for besides: runs that remind customers and wait for their answers, and the tools they do it with.
import type { ToolVersion } from '@/lib/domain/tool';
import { toolVersion } from '../runtime-bench';
import { type Plan, type PlannedCall, type PlannedRun, type Told, UNREST_MS } from './plan';
import type { SeededRandom } from './seeded-random';

const KEY = 'reply:{order_id}';
export const MOST_FOLLOW_UPS = 1;
const WAIT = 'reply.await';
export const REMIND = 'reminders.send';
/** Nobody ever answers on this one: what is sent on it can be counted over the whole history. */
export const SILENT = 'A-3';
export const ANSWERED = ['A-1', 'A-2'] as const;

export const OUTSIDE_TOOLS: readonly ToolVersion[] = [
  toolVersion(WAIT, {
    kind: 'builtin',
    builtin: 'wait_for_event',
    event: { keyTemplate: KEY, timeoutMs: 25_000 },
    effect: 'read',
    http: undefined,
    lookup: undefined,
  }),
  toolVersion(REMIND, {
    effect: 'idempotent',
    followUp: { keyTemplate: KEY, max: MOST_FOLLOW_UPS },
    timeoutMs: 2_000,
    retry: { maxAttempts: 3, baseMs: 200, capMs: 3_000 },
  }),
];

/** Runs that remind and wait, beside the planned ones. */
function waitingRuns(random: SeededRandom): PlannedRun[] {
  const call = (): PlannedCall => ({
    tool: random.pick([WAIT, WAIT, REMIND, REMIND]),
    arguments: { order_id: random.pick([...ANSWERED, SILENT]), amount: 5 },
  });
  return Array.from({ length: random.int(0, 3) }, (_, i) => ({
    name: `wait-${i + 1}`,
    agent: random.pick(['refunds', 'support']),
    atMs: random.int(0, UNREST_MS / 2),
    turns: Array.from({ length: random.int(1, 4) }, () => Array.from({ length: random.int(1, 2) }, call)),
  }));
}

/** Some are paused or cancelled while they wait. */
export function withWaitingRuns(plan: Plan, random: SeededRandom): Plan {
  const waiting = waitingRuns(random);
  const told = waiting.flatMap(({ atMs }, i): Told[] => {
    if (!random.chance(0.3)) return [];
    const type = random.pick(['cancel', 'cancel', 'pause'] as const);
    return [{ atMs: atMs + random.int(0, 30_000), run: plan.runs.length + i, type }];
  });
  return { ...plan, runs: [...plan.runs, ...waiting], told: [...plan.told, ...told] };
}

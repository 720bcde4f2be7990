// Knows the runs of a seeded installation: skewed by agent, version, status, label and trigger, spread evenly over days. Pure: the same number gives the same run.
import { createHash } from 'node:crypto';
import { type RunLimits, type RunStatus, runLimits } from '../../lib/domain/run';

export const MODELS = ['small', 'small', 'large'] as const;
export const TOOLS = [
  'payments.lookup',
  'tickets.find',
  'docs.read',
  'payments.refund',
  'mail.send',
] as const;
/** Words that stand in one input of so many. */
export const WORDS = { common: 'lamp', seldom: 'zeppelin', once: 'quartzite' } as const;
export const STEPS_A_RUN = 10;
export const LONG_RUN_STEPS = 10_000;
const DAY_MS = 86_400_000;

export type SeededRun = {
  readonly number: number;
  readonly id: string;
  readonly approvalId: string;
  readonly agent: string;
  readonly agentVersion: number;
  readonly status: RunStatus;
  readonly input: { readonly orderId: string; readonly amount: number; readonly reason: string };
  readonly output: { readonly status: string; readonly text: string } | null;
  readonly failure: string | null;
  /** What it takes to its answer, and how far it has come. */
  readonly steps: number;
  readonly walked: number;
  readonly limits: RunLimits;
  readonly labels: Readonly<Record<string, string>>;
  readonly trigger: { readonly kind: 'api' | 'form'; readonly by: string };
  readonly createdMs: number;
  readonly deadlineAt: string;
  readonly expiresAt: string;
};

export type Seeding = { readonly runs: number; readonly days: number; readonly nowMs: number };

/** Number 0 is the oldest. The last hundredth of all is in part still open. `steps`: of this run, an even number. */
export function seededRun(number: number, { runs, days, nowMs }: Seeding, steps = STEPS_A_RUN): SeededRun {
  const createdMs = Math.floor(nowMs - (runs - number) * ((days * DAY_MS) / runs));
  const digest = createHash('md5').update(`seeded ${number}`).digest('hex');
  const id = timeOrderedId(createdMs, digest);
  const status = steps === STEPS_A_RUN ? statusOf(number, runs) : 'succeeded';
  return {
    number,
    id,
    approvalId: `${id.slice(0, 19)}9${id.slice(20)}`,
    agent: agentOf(number),
    agentVersion: 1 + Math.floor((14 * number) / runs),
    status,
    input: { orderId: `ORD-${number}`, amount: number % 997, reason: reasonOf(number, digest) },
    output: status === 'succeeded' ? { status: 'refunded', text: 'All went well. '.repeat(8) } : null,
    failure: status === 'failed' ? `The provider refused the request for order ${number}` : null,
    steps,
    walked: walkedOf(status, steps),
    limits: runLimits.parse({
      maxSteps: Math.max(40, steps),
      maxToolCalls: Math.max(30, steps),
      maxTokens: 100_000_000,
    }),
    labels: { team: number % 500 === 3 ? 'nights' : number % 2 === 0 ? 'support' : 'sales' },
    trigger: { kind: number % 2_000 === 9 ? 'form' : 'api', by: 'bench' },
    createdMs,
    deadlineAt: new Date(createdMs + 15 * 60_000).toISOString(),
    expiresAt: new Date(nowMs + ((number * 37) % 7_200) * 1_000 + 60_000).toISOString(),
  };
}

function timeOrderedId(atMs: number, digest: string): string {
  const time = atMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digest.slice(0, 3)}-8${digest.slice(3, 6)}-${digest.slice(6, 18)}`;
}

function agentOf(number: number): string {
  if (number % 1_000 === 7) return 'seldom';
  const place = number % 10;
  return place < 6 ? 'refunds' : place < 8 ? 'ticket-triage' : place === 8 ? 'daily-summary' : 'searcher';
}

/** One long outage besides failures here and there; what is open is new. */
function statusOf(number: number, runs: number): RunStatus {
  if (runs - number <= Math.max(20, runs / 100)) {
    const place = number % 10;
    if (place === 1) return 'running';
    if (place === 2 || place === 5) return 'waiting';
    if (place === 3) return 'queued';
  }
  const share = number / runs;
  if (number % 33 === 5 || (share >= 0.7 && share < 0.71)) return 'failed';
  return number % 50 === 6 ? 'cancelled' : 'succeeded';
}

function walkedOf(status: RunStatus, steps: number): number {
  if (status === 'queued') return 0;
  if (status === 'failed') return steps - 1;
  return status === 'succeeded' ? steps : 4;
}

function reasonOf(number: number, digest: string): string {
  if (number % 3 === 0) return `The ${WORDS.common} came cracked, photos attached`;
  if (number % 5_000 === 11) return `A ${WORDS.seldom} of the wrong colour`;
  return number === 4_243
    ? `One ${WORDS.once} slab was missing`
    : `The customer changed their mind about parcel ${digest}`;
}

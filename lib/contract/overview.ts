// What the overview shows: who is needed now, and how it went.
import { z } from 'zod';
import { runStatus } from '../domain/run';
import { alertShape } from './alert';
import { approvalShape } from './approval';
import { breakerShape } from './breaker';
import { budgetShape } from './budget';
import { timestamp, uuid } from './page';

export const OVERVIEW_PERIODS = ['1h', '24h', '7d'] as const;
export const overviewQuery = z.strictObject({ period: z.enum(OVERVIEW_PERIODS).default('24h') });

/** More alerts need no exact number. */
export const ALERTS_COUNTED_MOST = 500;

export const overviewShape = z.strictObject({
  now: timestamp,
  runs: z.record(runStatus, z.number().int()),
  approvals: z.strictObject({
    /** Without what whoever asks has put off: that comes back by itself. */
    pending: z.number().int(),
    /** By whoever asks, and still as they saw it; 0 for a key. */
    putOff: z.number().int(),
    oldestAt: timestamp.nullable(),
    /** Expiring within 15 minutes. */
    expiringSoon: z.number().int(),
    nextExpiryAt: timestamp.nullable(),
  }),
  unknownOutcomes: z.number().int(),
  /** Runs that wait at one of their bounds. */
  atLimit: z.number().int(),
  failed: z.strictObject({ count: z.number().int(), newestAt: timestamp.nullable() }),
  /** Runs that failed for good and that nobody has dealt with. */
  deadLetters: z.strictObject({ open: z.number().int(), newestAt: timestamp.nullable() }),
  /** Breakers in use that do not stand closed, by state, and at most eight of them: what opened last comes first. */
  breakers: z.strictObject({
    open: z.number().int(),
    halfOpen: z.number().int(),
    isolated: z.number().int(),
    shut: z.array(
      breakerShape.pick({
        key: true,
        name: true,
        state: true,
        opensUntil: true,
        probes: true,
        isolated: true,
      }),
    ),
  }),
  /** Budgets in their present period. `nearLimit`: used up to the last alert below the limit, or holding runs back. */
  budgets: z.strictObject({
    set: z.number().int(),
    nearLimit: z.number().int(),
    /** At most eight: those that hold runs back, then those of which most is spent or held. */
    mostUsed: z.array(budgetShape),
  }),
  /** Those that nobody has seen and that are more than worth knowing; at most 500 are counted. */
  alerts: z.strictObject({
    open: z.number().int(),
    newestAt: timestamp.nullable(),
    /** At most eight: critical ones, then the newest. */
    pressing: z.array(alertShape.omit({ message: true })),
  }),
  /** Most urgent first, at most eight; without what whoever asks has put off. */
  needsPerson: z.array(approvalShape),
  stoppedRuns: z.array(
    z.strictObject({
      id: uuid,
      agent: z.string(),
      kind: z.enum(['limit', 'failed']),
      message: z.string(),
      at: timestamp,
      /** When a run at a bound fails, unless the bound is raised. */
      failsAt: timestamp.nullable(),
    }),
  ),
  /** Agents that refuse new runs now, because an accepted one has waited too long for a worker; the longest wait first, at most eight. */
  shedding: z.array(
    z.strictObject({
      agent: z.string(),
      oldestMs: z.number(),
      shedAfterMs: z.number().int(),
      /** When the oldest one's wait passed the bound: it refuses since then at the latest. */
      since: timestamp,
      /** Runs that are due and not taken up. */
      due: z.number().int(),
      /** People at forms are refused as well, not only programs. */
      forms: z.boolean(),
    }),
  ),
  period: z.strictObject({
    since: timestamp,
    sliceMs: z.number().int(),
    slices: z.array(
      z.strictObject({
        at: timestamp,
        succeeded: z.number().int(),
        failed: z.number().int(),
        cancelled: z.number().int(),
      }),
    ),
    finished: z.number().int(),
    succeeded: z.number().int(),
    humanDecisions: z.number().int(),
    stepP50Ms: z.number().nullable(),
    stepP95Ms: z.number().nullable(),
  }),
  /** Since midnight UTC, from the journal. */
  spend: z.strictObject({
    since: timestamp,
    totalMicroUsd: z.number().int(),
    byAgent: z.array(
      z.strictObject({ agent: z.string(), costMicroUsd: z.number().int(), runs: z.number().int() }),
    ),
  }),
});
export type OverviewShape = z.infer<typeof overviewShape>;

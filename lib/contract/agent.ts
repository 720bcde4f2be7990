// Agents on the wire beyond their versions: what is newest, how each went lately, and why not better.
import { z } from 'zod';
import { actor } from '../domain/principal';
import { waitingReason } from '../domain/run';
import { REVIEW_DECISIONS } from '../domain/sampling';
import { agentShape, catalogQuery } from './configuration';
import { agentPause } from './halt';
import { pageOf, timestamp, uuid } from './page';

/** At its active version. */
export const agentHead = agentShape.extend({
  /** The newest version there is; above `version` when it is not active. */
  latestVersion: z.number().int(),
  /** While it is paused its runs begin no step; who paused it, when and why. */
  paused: agentPause,
});
export type AgentHead = z.infer<typeof agentHead>;

/** Of the runs that were started in the last 24 hours. */
const recentRuns = z.strictObject({
  started: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
});

export const listAgentsQuery = catalogQuery.extend({
  /** Counts the runs of the last 24 hours, too: worth its time on a page of figures, not for a list of names. */
  figures: z.literal('24h').optional(),
});
export type ListAgentsQuery = z.infer<typeof listAgentsQuery>;

export const agentListItem = agentHead.extend({
  /** Null unless `figures=24h` was asked for. */
  last24h: recentRuns.nullable(),
  lastRun: z.strictObject({ id: uuid, startedAt: timestamp }).nullable(),
});
export type AgentListItem = z.infer<typeof agentListItem>;
export const agentList = pageOf(agentListItem);

export const agentHealth = z.strictObject({
  name: z.string(),
  /** What follows is about what began between these two. */
  since: timestamp,
  now: timestamp,
  runs: recentRuns.extend({
    queued: z.number().int(),
    running: z.number().int(),
    cancelled: z.number().int(),
    waiting: z.strictObject({
      count: z.number().int(),
      byReason: z.partialRecord(waitingReason, z.number().int()),
    }),
  }),
  /** How long its oldest due run has waited for a worker (null: none is due), and from when on new runs are refused (null: never). */
  queue: z.strictObject({
    oldestMs: z.number().nullable(),
    shedAfterMs: z.number().int().nullable(),
    /** New runs from programs are refused now; those from forms are at twice the age. */
    shedding: z.boolean(),
  }),
  /** Of its runs that may be running at once; null where there is no limit. */
  bulkhead: z.strictObject({ limit: z.number().int(), inUse: z.number().int() }).nullable(),
  /** From start to end of the runs that have ended, waits for people included; null when none has. */
  durationMs: z.strictObject({ p50: z.number(), p95: z.number() }).nullable(),
  /** What the runs that have ended cost together. */
  endedCostMicroUsd: z.number().int(),
  /** That, by run that succeeded: failures are paid by the successes. Null when none has. */
  costPerSuccessMicroUsd: z.number().int().nullable(),
  /** `asked` is the sum of the others. */
  approvals: z.strictObject({
    asked: z.number().int(),
    pending: z.number().int(),
    approved: z.number().int(),
    rejected: z.number().int(),
    expired: z.number().int(),
    /** Unknown outcomes that a person settled. */
    answered: z.number().int(),
    /** The run ended before anybody decided. */
    cancelled: z.number().int(),
    /** Run because nobody objected while its veto window was open. */
    unopposed: z.number().int(),
  }),
  /** Whatever the time: how often calls that nothing stops, reads aside, are looked at all the same. */
  sampling: z.strictObject({
    /** Of the active version, and the rate of each tool that is not among `tools`. */
    floor: z.number(),
    /** On whose samples somebody has decided. */
    tools: z.array(
      z.strictObject({
        tool: z.string(),
        /** Of the next draw, 0 to 1. */
        rate: z.number(),
        lookedAt: z.number().int(),
        /** Rejected, or edited. */
        disagreed: z.number().int(),
        /** What changed the rate last. */
        last: z.strictObject({ decision: z.enum(REVIEW_DECISIONS), by: actor, at: timestamp }),
      }),
    ),
  }),
  lastError: z.strictObject({ runId: uuid, code: z.string(), message: z.string(), at: timestamp }).nullable(),
});
export type AgentHealth = z.infer<typeof agentHealth>;

// Deciding recorded runs anew on the wire: under which versions, what would be decided otherwise, and what the record does not tell.
import { z } from 'zod';
import { course, DIFFERENCE_KINDS, redecided, redecisionDifference, unrecorded } from '../domain/redecision';
import { runStatus } from '../domain/run';
import { countingNumber, timestamp, uuid } from './page';
import { isEmptyRunFilter, runFilterBody } from './run-filter';

/** Of one run; more of them say nothing new. */
export const MOST_DIFFERENCES = 500;
export const MOST_UNRECORDED = 100;
/** Longer journals are not decided anew. */
export const MOST_REDECIDED_STEPS = 20_000;

const under = {
  /** Of the run's agent; the one that was recorded when absent. */
  version: countingNumber.optional(),
  /** A version of the policy, or what is drafted; what was recorded with each call when absent. */
  policyVersion: z.union([countingNumber, z.literal('draft')]).optional(),
};
export const redecideRunBody = z.strictObject(under);
export type RedecideRunBody = z.infer<typeof redecideRunBody>;

const fork = z.strictObject({ step: z.number().int() });

export const redecisionShape = z.strictObject({
  runId: uuid,
  agent: z.string(),
  recordedVersion: z.number().int(),
  version: z.number().int(),
  /** null: what was recorded with each call. */
  policyVersion: under.policyVersion.unwrap().nullable(),
  /** In the order of the journal, `MOST_DIFFERENCES` at most. */
  differences: z.array(redecisionDifference),
  /** How many there are besides. */
  more: z.number().int(),
  /** The first after which the run would not have gone on as it was recorded; null where it would have. */
  firstDivergence: redecisionDifference.nullable(),
  /** From where a fork tells how it would have gone on; null where nothing diverged, or it can't be forked there. */
  fork: fork.nullable(),
  /** What could not be decided anew, because it is not in the record. */
  unrecorded: z.array(unrecorded),
  looked: redecided,
});
export type RedecisionShape = z.infer<typeof redecisionShape>;

export const redecideRunsBody = z.strictObject({
  ...under,
  filter: runFilterBody.refine((filter) => !isEmptyRunFilter(filter), {
    message: 'must leave something out: an empty filter never means all runs',
  }),
  /** Where the answer before ended. */
  cursor: z.string().max(1_000).optional(),
  /** Runs that are looked at before it is answered; fewer where they are long. */
  limit: z.number().int().min(1).max(100).default(25),
});
export type RedecideRunsBody = z.infer<typeof redecideRunsBody>;

export const redecidedRun = z.strictObject({
  runId: uuid,
  agent: z.string(),
  version: z.number().int(),
  status: runStatus,
  createdAt: timestamp,
  differences: z.number().int(),
  unrecorded: z.number().int(),
  firstDivergence: redecisionDifference.nullable(),
  /** Why it was not decided anew; null where it was. */
  problem: z.string().nullable(),
});
export type RedecidedRun = z.infer<typeof redecidedRun>;

export const redecidedRuns = z.strictObject({
  /** In the order of the list of runs. */
  runs: z.array(redecidedRun),
  /** Over these runs. */
  counts: z.array(
    z.strictObject({
      kind: z.enum(DIFFERENCE_KINDS),
      course,
      differences: z.number().int(),
      /** Runs with such a one. */
      runs: z.number().int(),
    }),
  ),
  /** To go on from; null where these were the last. */
  cursor: z.string().nullable(),
});
export type RedecidedRuns = z.infer<typeof redecidedRuns>;

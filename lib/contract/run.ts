// Runs on the wire.
import { z } from 'zod';
import { jsonValue } from '../domain/json';
import { resourceName } from '../domain/names';
import { actor } from '../domain/principal';
import {
  givenDeadlineMs,
  inputTrust,
  raisedLimits,
  runLimits,
  runStatus,
  threadName,
  trigger,
  waiting,
} from '../domain/run';
import { formatParam } from './download';
import { countingNumber, cursorParam, limitParam, pageOf, timestamp, uuid } from './page';
import { givenReason } from './reason';
import { runFilterParams } from './run-filter';

export const erasure = z.strictObject({ at: timestamp, by: actor, reason: z.string() });
export type Erasure = z.infer<typeof erasure>;

export const runShape = z.strictObject({
  id: uuid,
  agent: z.string(),
  version: z.number().int(),
  status: runStatus,
  waiting: waiting.nullable(),
  input: jsonValue,
  output: jsonValue.nullable(),
  /** What was achieved before the run was stopped. */
  partial: jsonValue.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  steps: z.number().int(),
  toolCalls: z.number().int(),
  tokens: z.number().int(),
  costMicroUsd: z.number().int(),
  tainted: z.boolean(),
  labels: z.record(z.string(), z.string()),
  limits: runLimits,
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  /** Of a run that is queued for the first time: as if it were taken up when it was created. Its time begins with its first claim. */
  deadlineAt: timestamp,
  /** The deadline that was given when it was started; null for none, and after a person let it go on beyond it. */
  givenDeadlineAt: timestamp.nullable(),
  /** What the caller calls that to which it belongs, with others; null for a run of its own. */
  thread: z.string().nullable(),
  trigger,
  startedBy: actor,
  parentRunId: uuid.nullable(),
  forkedFrom: uuid.nullable(),
  /** Who erased what it held, for good, and why: input, output, arguments and results are gone, figures and digests stay. */
  erased: erasure.nullable(),
});
export type RunShape = z.infer<typeof runShape>;
export const runPage = pageOf(runShape);

export const startRunBody = z.strictObject({
  agent: resourceName,
  input: jsonValue,
  labels: z.record(z.string().max(60), z.string().max(200)).optional(),
  /** Lower bounds than the agent's own; higher ones are refused. */
  limits: raisedLimits.optional(),
  /** Milliseconds from the creation of the run within which it has to end: its time in the queue and every wait count. */
  deadlineMs: givenDeadlineMs.optional(),
  /** What it belongs to, by a name of the caller's own: runs can be found by it. They share nothing else. */
  thread: threadName.optional(),
  /** `untrusted`: outsiders may have written the input, and the run is tainted from its start. `trusted` when absent: whoever starts it answers for it. */
  inputTrust: inputTrust.optional(),
  /** The active version when absent. */
  version: countingNumber.optional(),
});
export type StartRunBody = z.infer<typeof startRunBody>;

export const listRunsQuery = z.strictObject({
  ...runFilterParams,
  limit: limitParam,
  cursor: cursorParam,
});
export type ListRunsQuery = z.infer<typeof listRunsQuery>;

export const countRunsQuery = z.strictObject(runFilterParams);
export const runCount = z.strictObject({
  count: z.number().int(),
  /** Only statuses that some of them have. */
  byStatus: z.partialRecord(runStatus, z.number().int()),
});
export type RunCount = z.infer<typeof runCount>;

export const exportRunsQuery = z.strictObject({ ...runFilterParams, format: formatParam });

/** `wait`: answer when the run ends or parks, or after that many seconds. */
export const readRunQuery = z.strictObject({ wait: z.coerce.number().int().min(0).max(60).optional() });

export const erasedRuns = z.strictObject({
  /** The run, then its forks and what undid it. */
  runs: z.array(uuid),
});
export type ErasedRuns = z.infer<typeof erasedRuns>;

export const runReasonBody = z.strictObject({ reason: givenReason });
export const resumeRunBody = z.strictObject({
  reason: givenReason,
  limits: raisedLimits.optional(),
});

// Acts on many runs at once, on the wire.
import { z } from 'zod';
import { actor } from '../domain/principal';
import { RUN_STATUSES, type RunStatus, TERMINAL_RUN_STATUSES } from '../domain/run';
import { cursorParam, limitParam, pageOf, timestamp, uuid } from './page';
import { givenReason } from './reason';
import { isEmptyRunFilter, runFilterBody } from './run-filter';

export const BULK_ACTIONS = ['cancel', 'pause', 'resume', 'redrive', 'discard'] as const;
export const bulkActionName = z.enum(BULK_ACTIONS);
export type BulkActionName = z.infer<typeof bulkActionName>;

const OPEN_STATUSES = RUN_STATUSES.filter((status) => !TERMINAL_RUN_STATUSES.has(status));
/** Where an act makes sense; runs in other statuses are skipped without a try. */
export const BULK_STATUSES: { readonly [A in BulkActionName]: readonly RunStatus[] } = {
  cancel: OPEN_STATUSES,
  pause: OPEN_STATUSES,
  resume: ['waiting'],
  redrive: ['failed'],
  discard: ['failed'],
};

/** What one bulk action may hold; more has to be parted by a narrower filter. */
export const MOST_BULK_RUNS = 100_000;

export const startBulkBody = z.strictObject({
  action: bulkActionName,
  filter: runFilterBody.refine((filter) => !isEmptyRunFilter(filter), {
    message: 'must leave something out: an empty filter never means all runs',
  }),
  reason: givenReason,
  /** How many runs the filter finds, as the caller has seen it; another number is refused. */
  expectedCount: z.number().int().min(1).max(MOST_BULK_RUNS),
});
export type StartBulkBody = z.infer<typeof startBulkBody>;

export const bulkStarted = z.strictObject({ id: uuid });

/** running: runs are left. done: each run has its outcome. aborted: stopped by somebody; what was left stays undone. */
export const bulkState = z.enum(['running', 'done', 'aborted']);

/** skipped: the act does not apply to the run as it is. failed: it was refused. */
export const bulkOutcome = z.enum(['done', 'skipped', 'failed']);
export type BulkOutcome = z.infer<typeof bulkOutcome>;

export const bulkShape = z.strictObject({
  id: uuid,
  action: bulkActionName,
  filter: runFilterBody,
  reason: z.string(),
  state: bulkState,
  total: z.number().int(),
  done: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
  askedBy: actor,
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
  /** Who ended it before it was through, and why. */
  stopped: z.strictObject({ by: actor, reason: z.string().nullable() }).nullable(),
});
export type BulkShape = z.infer<typeof bulkShape>;
export const bulkPage = pageOf(bulkShape);

export const bulkFailure = z.strictObject({ runId: uuid, code: z.string(), message: z.string() });
/** The first hundred failures; all of them, and what was skipped, stand in the items. */
export const MOST_FAILURES_SHOWN = 100;
export const bulkDetail = bulkShape.extend({ failures: z.array(bulkFailure) });
export type BulkDetail = z.infer<typeof bulkDetail>;

export const bulkItem = z.strictObject({
  runId: uuid,
  /** Null while it is still to do. */
  outcome: bulkOutcome.nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  at: timestamp.nullable(),
});
export type BulkItemShape = z.infer<typeof bulkItem>;
export const bulkItemPage = pageOf(bulkItem);

export const bulkItemsQuery = z.strictObject({
  outcome: bulkOutcome.optional(),
  limit: limitParam,
  cursor: cursorParam,
});
export type BulkItemsQuery = z.infer<typeof bulkItemsQuery>;

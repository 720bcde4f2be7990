// Dead letters on the wire: what failed for good, one by one and by cause.
import { z } from 'zod';
import { deadLetterState, fingerprint } from '../domain/dead-letter';
import { resourceName } from '../domain/names';
import { actor } from '../domain/principal';
import { raisedLimits } from '../domain/run';
import { cursorParam, limitParam, pageOf, timestamp, uuid } from './page';
import { givenReason } from './reason';

export const deadLetterShape = z.strictObject({
  id: uuid,
  runId: uuid,
  agent: z.string(),
  version: z.number().int(),
  /** Equal for failures of one cause: code, tool or model, and the words of the message without ids, numbers and quoted values. */
  fingerprint: z.string(),
  code: z.string(),
  message: z.string(),
  /** The step at which the run failed, with its tool or model; null where the journal can't tell. */
  step: z.number().int().nullable(),
  tool: z.string().nullable(),
  model: z.string().nullable(),
  /** open: nobody has dealt with it. redriven: its run was sent on. discarded: its run stays failed. */
  state: deadLetterState,
  failedAt: timestamp,
  settledAt: timestamp.nullable(),
  settledBy: actor.nullable(),
  /** Why it was redriven or discarded. */
  reason: z.string().nullable(),
});
export type DeadLetterShape = z.infer<typeof deadLetterShape>;

/** All letters of one cause that the filter finds. */
export const deadLetterGroup = z.strictObject({
  fingerprint: z.string(),
  count: z.number().int(),
  firstAt: timestamp,
  lastAt: timestamp,
  /** The newest of them. */
  sample: deadLetterShape,
  /** The versions of agents it happened to, the most frequent first. */
  versions: z.array(
    z.strictObject({ agent: z.string(), version: z.number().int(), count: z.number().int() }),
  ),
});
export type DeadLetterGroup = z.infer<typeof deadLetterGroup>;
/** Groups where `group` was asked for, letters elsewise. */
export const deadLetterList = pageOf(z.union([deadLetterShape, deadLetterGroup]));

export const listDeadLettersQuery = z.strictObject({
  state: deadLetterState.optional(),
  agent: resourceName.optional(),
  fingerprint: fingerprint.optional(),
  run: uuid.optional(),
  since: timestamp.optional(),
  until: timestamp.optional(),
  /** `fingerprint`: by cause instead of one by one, the cause that was met last first. */
  group: z.literal('fingerprint').optional(),
  limit: limitParam,
  cursor: cursorParam,
});
export type ListDeadLettersQuery = z.infer<typeof listDeadLettersQuery>;

export const redriveBody = z.strictObject({
  reason: givenReason,
  /** Bounds of the run from now on; those that are absent stay, and time begins anew. */
  limits: raisedLimits.optional(),
});
export const discardBody = z.strictObject({ reason: givenReason });

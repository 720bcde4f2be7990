// Undoing what a run did, on the wire: what can be undone and by which calls, and the wish to undo it.
import { z } from 'zod';
import { compensationCause } from '../domain/compensation';
import { jsonObject } from '../domain/json';
import { runStatus } from '../domain/run';
import { riskTier } from '../domain/tool';
import { countingNumber, timestamp, uuid } from './page';
import { givenReason } from './reason';

/** undoable: it can be undone now. undoing: a compensation is at it. undone: it was. kept: it can't be, `reason` says why. */
const undoState = z.enum(['undoable', 'undoing', 'undone', 'kept']);

export const undoableEffectShape = z.strictObject({
  step: z.number().int(),
  tool: z.string(),
  state: undoState,
  /** Nobody knows whether it happened; it is undone only where it is named. */
  inDoubt: z.boolean(),
  /** Why it is kept; null for every other. */
  reason: z.string().nullable(),
  /** The very call that undoes it. */
  undo: z
    .strictObject({
      tool: z.string(),
      toolVersion: z.number().int(),
      risk: riskTier,
      arguments: jsonObject,
      effectKey: z.string(),
      amount: z.number().nullable(),
      amountUnit: z.string().nullable(),
    })
    .nullable(),
  /** The run and step that undid it, or are at it. */
  undoneBy: z.strictObject({ runId: uuid, step: z.number().int().nullable() }).nullable(),
});
export type UndoableEffectShape = z.infer<typeof undoableEffectShape>;

export const compensationShape = z.strictObject({
  runId: uuid,
  /** Every effect of the run, in the order in which effects are undone: the latest first. */
  effects: z.array(undoableEffectShape),
  /** What `POST …/compensate` would undo without `steps`, in order, and the hash of those calls. */
  steps: z.array(z.number().int()),
  planHash: z.string(),
  /** Why nothing can be undone at present; null where something can. */
  refusal: z.string().nullable(),
  /** Runs that undo what this one did, oldest first. */
  runs: z.array(
    z.strictObject({
      id: uuid,
      status: runStatus,
      cause: compensationCause,
      steps: z.array(z.number().int()),
      createdAt: timestamp,
      finishedAt: timestamp.nullable(),
    }),
  ),
});
export type CompensationShape = z.infer<typeof compensationShape>;

/** `steps=2,4`: the plan for these; all that can be undone when absent. */
export const compensationQuery = z.strictObject({
  steps: z
    .string()
    .regex(/^[1-9]\d{0,8}(,[1-9]\d{0,8})*$/, 'step numbers, parted by commas')
    .max(2_000)
    .optional(),
});

export const compensateBody = z.strictObject({
  reason: givenReason,
  /** Which steps' effects; all that can be undone when absent. */
  steps: z.array(countingNumber).min(1).max(500).optional(),
  /** Of the plan that was shown; another plan is answered with `conflict`. */
  planHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex')
    .optional(),
});
export type CompensateBody = z.infer<typeof compensateBody>;

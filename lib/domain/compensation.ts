// What undoing a call takes: how a tool declares it, and the plan that one run of undoing carries out; refuses to know how a call is sent.
import { z } from 'zod';
import { jsonObject } from './json';
import { resourceName } from './names';

/**
 * The tool that undoes a call. String leaves of `arguments` may hold `{arguments.path}` and `{result.path}` of the call that is undone; a leaf that
 * is one placeholder keeps the value's type. Without `arguments` it is called with those of the original.
 */
export const compensateWith = z.strictObject({ tool: resourceName, arguments: jsonObject.optional() });
export type CompensateWith = z.infer<typeof compensateWith>;

/** What an agent does with its effects when a run of it fails or is cancelled. */
export const onFailure = z.enum(['keep', 'compensate']);
export type OnFailure = z.infer<typeof onFailure>;

/** person: asked for on an ended run. decision: the answer to an unknown outcome. failure: the agent declares it. */
export const compensationCause = z.enum(['person', 'decision', 'failure']);
export type CompensationCause = z.infer<typeof compensationCause>;

/** One call that undoes one effect, made from the original's record once and for good. */
export const plannedUndo = z.strictObject({
  /** The step of the original run, its tool, and the key under which its effect stands in the ledger. */
  step: z.number().int(),
  undoes: z.string(),
  undoesKey: z.string(),
  tool: z.string(),
  arguments: jsonObject,
  /** Made from scope and key of what is undone, so that it is undone once, whoever asks and how often. */
  effectKey: z.string(),
});
export type PlannedUndo = z.infer<typeof plannedUndo>;

/** An effect that stays, and why. */
export const keptEffect = z.strictObject({ step: z.number().int(), tool: z.string(), reason: z.string() });
export type KeptEffect = z.infer<typeof keptEffect>;

/** What a run of undoing does, written into its first row. */
export const compensationPlan = z.strictObject({
  of: z.string(),
  cause: compensationCause,
  reason: z.string(),
  /** In the order in which they are called: the latest effect first. */
  calls: z.array(plannedUndo).min(1),
  kept: z.array(keptEffect),
  /** Of the run whose effects these are: results of it stand in the arguments. */
  privateDataSeen: z.boolean(),
});
export type CompensationPlan = z.infer<typeof compensationPlan>;

/** The next call of a compensation stands as a step: the one at `index` of its plan. */
export const undoFact = z.strictObject({
  type: z.literal('undo'),
  step: z.number().int(),
  index: z.number().int(),
});

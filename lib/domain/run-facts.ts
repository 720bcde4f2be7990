// What rows of facts say of a run that does not go on: a bound, a stop, a call that is put off, no last summary; refuses other shapes.
import { z } from 'zod';
import { deferral } from './deferral';
import { LIMIT_BOUNDS } from './run';

const at = z.iso.datetime();

/** A bound is reached. `expiresAt`: the run fails then, unless the bound is raised; rows without it were written when none failed so. */
export const boundFact = z.strictObject({
  type: z.literal('bound'),
  bound: z.enum(LIMIT_BOUNDS),
  message: z.string(),
  expiresAt: at.optional(),
});

/** How long the run lay under a stop (the halt, its agent's pause), or waited for a budget, before it was claimed, and its deadline without that time. */
export const stoppedFact = z.strictObject({
  type: z.literal('stopped'),
  stoppedMs: z.number().int(),
  deadlineAt: at,
  cause: z.literal('budget').optional(),
});

/** The attempt is not begun yet. A step that does not exist yet is the model's next one. */
export const deferredFact = z.strictObject({
  type: z.literal('deferred'),
  step: z.number().int(),
  ...deferral.shape,
});

/** The run is stopped and there is no last summary of it, because of this. */
export const noSummaryFact = z.strictObject({ type: z.literal('no_summary'), reason: z.string() });

// The cancel of a run on the wire: who asked, whether it is obeyed, what is still under way.
import { z } from 'zod';
import { actor } from '../domain/principal';
import { inputTrust } from '../domain/run';
import { timestamp } from './page';
import { runShape } from './run';
import { cacheSavings } from './savings';

/** A call of the run that was begun and has not settled. */
export const runCallInFlight = z.strictObject({
  step: z.number().int(),
  kind: z.enum(['model', 'tool']),
  /** The tool or the model. */
  name: z.string(),
  /** Null for a model call. */
  effectKey: z.string().nullable(),
  startedAt: timestamp,
});
export type RunCallInFlight = z.infer<typeof runCallInFlight>;

export const runCancel = z.strictObject({
  by: actor,
  reason: z.string(),
  askedAt: timestamp,
  /** True once nothing of the run begins any more: its worker has taken it in, or lost its lease. What is in flight may still settle. */
  effective: z.boolean(),
  /** The run is cancelled when these have settled. */
  inFlight: z.array(runCallInFlight),
});
export type RunCancel = z.infer<typeof runCancel>;

/** A run as one asks for it by its id. */
export const runDetail = runShape.extend({
  /** Whether outsiders may have written its input, as whoever started it said; null where its journal is gone or erased. */
  inputTrust: inputTrust.nullable(),
  /** What caching saved it; of a run that is at work a second or two behind. */
  savings: cacheSavings,
  /** Null where nobody asked for it, or the run ended otherwise. */
  cancel: runCancel.nullable(),
});
export type RunDetail = z.infer<typeof runDetail>;

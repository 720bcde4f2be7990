// The halt and the pause of an agent on the wire.
import { z } from 'zod';
import { actor } from '../domain/principal';
import { timestamp, uuid } from './page';
import { givenReason } from './reason';

/** A call that was begun and has not settled: an effect, a read or a model call. */
export const inFlightCall = z.strictObject({
  runId: uuid,
  agent: z.string(),
  step: z.number().int(),
  attempt: z.number().int(),
  kind: z.enum(['model', 'tool']),
  /** The tool or the model. */
  name: z.string(),
  since: timestamp,
  /** Its worker is gone: the run's next owner finds out what became of it. */
  ownerLost: z.boolean(),
});
export type InFlightCall = z.infer<typeof inFlightCall>;

export const haltShape = z.strictObject({
  halted: z.boolean(),
  /** True once every live worker obeys the halt. Nothing begins anywhere then; what is in flight may still settle. */
  effective: z.boolean(),
  /** Present while it is halted. */
  by: actor.nullable(),
  reason: z.string().nullable(),
  since: timestamp.nullable(),
  /** Live workers, and how many of them do not obey the halt yet. */
  workers: z.strictObject({ live: z.number().int(), pending: z.number().int() }),
  /** The oldest first, at most 100; `inFlightCount` is how many there are. */
  inFlight: z.array(inFlightCall),
  inFlightCount: z.number().int(),
});
export type HaltShape = z.infer<typeof haltShape>;

/** Who paused an agent, when and why; null while it is not. */
export const agentPause = z.strictObject({ by: actor, at: timestamp, reason: z.string() }).nullable();
export type AgentPause = z.infer<typeof agentPause>;

export const stopReasonBody = z.strictObject({ reason: givenReason });
/** The reason for a lift: asked for by the console, and kept in the audit wherever it is given. */
export const liftReason = z.strictObject({ reason: givenReason.optional() });

export const agentPauseShape = z.strictObject({
  name: z.string(),
  paused: agentPause,
  /** True once every live worker obeys. */
  effective: z.boolean(),
});
export type AgentPauseShape = z.infer<typeof agentPauseShape>;

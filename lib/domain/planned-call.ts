// The exact call that was admitted, with everything that carrying it out takes; refuses to depend on what is configured later.
import { z } from 'zod';
import { correlationKey, followUpCap } from './event-wait';
import { jsonValue } from './json';
import { effectClass } from './tool';

/** The exact call that was admitted. Recovery relies on this record alone, never on the tool's present configuration. */
export const plannedCall = z.strictObject({
  tool: z.string(),
  toolVersion: z.number().int(),
  arguments: jsonValue,
  argumentHash: z.string(),
  effect: effectClass,
  effectKey: z.string(),
  keyScope: z.enum(['run', 'tool']),
  /** The resource that the effect holds while it is open; none when the tool declares none. */
  resource: z.string().optional(),
  timeoutMs: z.number().int(),
  maxAttempts: z.number().int(),
  backoff: z.strictObject({ baseMs: z.number().int(), capMs: z.number().int() }),
  /** Of a call that waits for an event instead of being sent. */
  wait: z.strictObject({ correlationKey, timeoutMs: z.number().int() }).optional(),
  /** Of a call that contacts somebody: on which key it counts, and how many contacts that key may see without an event. */
  followUp: z
    .strictObject({ correlationKey, mostContacts: z.number().int(), beyond: followUpCap.shape.beyond })
    .optional(),
  /** What its tool declares of its answers, whoever tells them; none where they are neither. */
  answers: z.strictObject({ tainted: z.boolean(), privateData: z.boolean() }).optional(),
});
export type PlannedCall = z.infer<typeof plannedCall>;

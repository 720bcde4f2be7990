// Events from outside on the wire.
import { z } from 'zod';
import { correlationKey } from '../domain/event-wait';
import { jsonValue } from '../domain/json';
import { timestamp, uuid } from './page';
import { givenReason } from './reason';

export const sendSignalBody = z.strictObject({
  /** What the sender and the wait agree on, such as `reply:1001`. */
  correlationKey,
  payload: jsonValue,
  /** Why, where a person sends it; stands in the audit. */
  reason: givenReason.optional(),
});
export type SendSignalBody = z.infer<typeof sendSignalBody>;

export const signalShape = z.strictObject({
  id: uuid,
  correlationKey,
  receivedAt: timestamp,
  /** The wait that it was given to; null while it is kept for one. */
  takenBy: z.strictObject({ runId: uuid, step: z.number().int() }).nullable(),
  /** Until when it is kept for a wait. */
  keptUntil: timestamp,
});
export type SignalShape = z.infer<typeof signalShape>;

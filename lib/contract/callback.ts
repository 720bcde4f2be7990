// Signed callbacks on the wire: the configuration, the log of deliveries, and what a receiver is sent.
import { z } from 'zod';
import { callbackDefinition, callbackEventName, deliveredEventName } from '../domain/callback';
import { deliveryStatus } from '../domain/delivery';
import { resourceName } from '../domain/names';
import { actor } from '../domain/principal';
import { alertShape } from './alert';
import { approvalShape, voteShape } from './approval';
import { signedHeadShape } from './audit';
import { cursorParam, limitParam, listParam, pageOf, timestamp, uuid } from './page';
import { runShape } from './run';

export const callbackShape = callbackDefinition.extend({
  name: resourceName,
  /** Raised by each change, for If-Match. */
  version: z.number().int(),
  createdAt: timestamp,
  createdBy: actor,
  updatedAt: timestamp,
  updatedBy: actor,
});
export type CallbackShape = z.infer<typeof callbackShape>;
export const callbackPage = pageOf(callbackShape);

export const deliveryShape = z.strictObject({
  id: uuid,
  callback: resourceName,
  /** `Bulkhead-Event-Id`: the same at every attempt. */
  eventId: uuid,
  event: deliveredEventName,
  runId: uuid.nullable(),
  approvalId: uuid.nullable(),
  alertId: uuid.nullable(),
  /** The event of the record that sealed. */
  seal: z.number().int().nullable(),
  status: deliveryStatus,
  attempts: z.number().int(),
  createdAt: timestamp,
  /** Null when it is over. */
  nextAttemptAt: timestamp.nullable(),
  /** No attempt is made after that. */
  givesUpAt: timestamp,
  lastAttemptAt: timestamp.nullable(),
  /** The status that the last attempt was answered with; null where there was no answer. */
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
  settledAt: timestamp.nullable(),
});
export type DeliveryShape = z.infer<typeof deliveryShape>;
export const deliveryPage = pageOf(deliveryShape);

export const listDeliveriesQuery = z.strictObject({
  status: listParam(deliveryStatus),
  limit: limitParam,
  cursor: cursorParam,
});
export type ListDeliveriesQuery = z.infer<typeof listDeliveriesQuery>;

/** A run without its input and output: a receiver asks for those with a key of its own. */
export const runSummary = runShape.omit({ input: true, output: true, partial: true, limits: true });
/** An approval without arguments and reasoning: a decision is made from the card, after a login. */
export const approvalSummary = approvalShape
  .omit({ arguments: true, decision: true, decisions: true, effectKey: true })
  .extend({ decisions: z.array(voteShape.omit({ arguments: true, answer: true, counts: true })) });

const told = {
  /** The same at every attempt; also in `Bulkhead-Event-Id`. */
  id: uuid,
  callback: resourceName,
  at: timestamp,
  links: z.strictObject({ api: z.url(), console: z.url() }),
};

/** What is POSTed, as it was when the first attempt was made. */
export const callbackEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...told, type: z.literal('run.finished'), run: runSummary }),
  z.strictObject({
    ...told,
    type: callbackEventName.exclude(['run.finished', 'alert', 'audit.sealed']),
    approval: approvalSummary,
  }),
  z.strictObject({ ...told, type: z.literal('alert'), alert: alertShape }),
  z.strictObject({ ...told, type: z.literal('audit.sealed'), head: signedHeadShape }),
  z.strictObject({ ...told, type: z.literal('test') }),
]);
export type CallbackEvent = z.infer<typeof callbackEvent>;

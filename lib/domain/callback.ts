// What a signed callback is: an address, the events it wants, and the secret that signs them; refuses events that nothing raises.
import { z } from 'zod';
import { secretName } from './names';

/**
 * run.finished: a run reached a terminal status. approval.pending: a call waits for a person. approval.expiring: little of its time is left.
 * approval.decided: it waits no more, whatever the outcome. alert: something came up that somebody should know. audit.sealed: a head of the
 * record was signed, to be kept where this installation can't reach it.
 */
export const CALLBACK_EVENTS = [
  'run.finished',
  'approval.pending',
  'approval.expiring',
  'approval.decided',
  'alert',
  'audit.sealed',
] as const;
export const callbackEventName = z.enum(CALLBACK_EVENTS);
export type CallbackEventName = z.infer<typeof callbackEventName>;

/** `test` is sent on demand alone; no callback asks for it. */
export const deliveredEventName = z.enum([...CALLBACK_EVENTS, 'test']);
export type DeliveredEventName = z.infer<typeof deliveredEventName>;

export const callbackDefinition = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  events: z
    .array(callbackEventName)
    .min(1)
    .max(CALLBACK_EVENTS.length)
    .refine((events) => new Set(events).size === events.length, 'must name each event once'),
  /** A secret of the vault; its value signs, and after a change the value before it signs too. */
  secretRef: secretName,
});
export type CallbackDefinition = z.infer<typeof callbackDefinition>;

// The row that begins a wait for an event, as the journal holds it; refuses a wait without a key and an end.
import { z } from 'zod';
import { admission } from './admission';
import { correlationKey } from './event-wait';
import { plannedCall } from './planned-call';

/** The call waits for an event from outside: nothing is sent, the run parks, and a `signal` input ends it. */
export const waitIntent = z.strictObject({
  type: z.literal('wait'),
  step: z.number().int(),
  waitId: z.string(),
  correlationKey,
  until: z.iso.datetime(),
  /** What the event's payload is, as the tool declares it. */
  tainted: z.boolean(),
  privateData: z.boolean(),
  call: plannedCall,
  admission,
  approvedHash: z.string().optional(),
});

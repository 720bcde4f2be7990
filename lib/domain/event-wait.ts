// Waiting for the world: what a correlation key is, how long an event is waited for, how often somebody is reminded; refuses a key that no header or log could hold.
import { z } from 'zod';

/** Visible ASCII, as keys that are made from templates are: what stands in a sender's configuration can be compared byte by byte. */
export const correlationKey = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[!-~]+$/, 'must be visible ASCII without spaces');

const DAY_MS = 86_400_000;
export const LONGEST_WAIT_MS = 90 * DAY_MS;

/** What a tool waits for. `keyTemplate` is filled in like a business key: `reply:{order_id}`. */
export const eventWait = z.strictObject({
  keyTemplate: z.string().min(1).max(500),
  /** When nothing came by then, the model is told so. */
  timeoutMs: z
    .number()
    .int()
    .min(1_000)
    .max(LONGEST_WAIT_MS)
    .default(7 * DAY_MS),
});
export type EventWait = z.infer<typeof eventWait>;

/** How often a tool may contact somebody on one correlation key while no event comes in. The first contact is no follow-up. */
export const followUpCap = z.strictObject({
  keyTemplate: z.string().min(1).max(500),
  max: z.number().int().min(0).max(50),
  /** What a call beyond the cap meets: it is denied, or a person is asked. */
  beyond: z.enum(['deny', 'ask']).default('deny'),
});
export type FollowUpCap = z.infer<typeof followUpCap>;

/** open: an event or its time ends it. settled: it has its event. timed_out: none came. cancelled: its run ended first. */
export const WAIT_STATUSES = ['open', 'settled', 'timed_out', 'cancelled'] as const;
export type WaitStatus = (typeof WAIT_STATUSES)[number];

/** An event that nobody waits for is kept so long. */
export const EVENT_KEPT_MS = 30 * DAY_MS;

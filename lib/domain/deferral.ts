// Why an attempt that was admitted is not begun yet, and until when; refuses a cause that nobody can lift.
import { z } from 'zod';
import { stepOfRun } from './run';

/**
 * breaker: what it would call is held back from (`id` is the breaker's key). bulkhead: as many calls as are allowed are under way. retry_budget:
 * retries of this tool are used up for now. resource: an effect holds what this one works on. effect: the very effect is in flight elsewhere
 * (`id` is its scope and key). budget: less is left than the call may cost (`id` is its scope and period). precondition: its target can't be looked
 * at (`id` is the tool that looks).
 */
export const DEFERRAL_CAUSES = [
  'breaker',
  'bulkhead',
  'retry_budget',
  'resource',
  'effect',
  'budget',
  'precondition',
] as const;
export type DeferralCause = (typeof DEFERRAL_CAUSES)[number];

export const deferral = z.strictObject({
  by: z.enum(DEFERRAL_CAUSES),
  id: z.string(),
  /** When it is asked again, at the latest. */
  until: z.iso.datetime(),
  /** resource, effect: the step that is waited for, and since when. budget: when it refused again, where that is what sums a run up. */
  holder: stepOfRun.optional(),
  since: z.iso.datetime().optional(),
});
export type Deferral = z.infer<typeof deferral>;

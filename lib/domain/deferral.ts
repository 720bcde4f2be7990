// Why an attempt that was admitted is not begun yet, and until when; refuses a cause that nobody can lift.
import { z } from 'zod';

/**
 * breaker: what it would call is held back from (`id` is the breaker's key). bulkhead: as many calls as are allowed are under way. retry_budget:
 * retries of this tool are used up for now.
 */
export const DEFERRAL_CAUSES = ['breaker', 'bulkhead', 'retry_budget'] as const;
export type DeferralCause = (typeof DEFERRAL_CAUSES)[number];

export const deferral = z.strictObject({
  by: z.enum(DEFERRAL_CAUSES),
  id: z.string(),
  /** When it is asked again, at the latest. */
  until: z.iso.datetime(),
});
export type Deferral = z.infer<typeof deferral>;

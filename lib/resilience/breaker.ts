// When a breaker opens, for how long, and what a probe's end means: pure.
import type { BreakerPolicy, CallCounts } from '../domain/breaker';

/** `failures` and `slow` say which threshold was reached; null keeps it closed. */
export type Trip = 'failures' | 'slow' | null;

/** The threshold itself trips: at a rate of 0.5, five of ten do. */
export function tripOf({ calls, failures, slow }: CallCounts, policy: BreakerPolicy): Trip {
  if (calls < policy.minimumCalls || calls === 0) return null;
  if (failures > 0 && failures / calls >= policy.failureRate) return 'failures';
  return slow > 0 && slow / calls >= policy.slowRate ? 'slow' : null;
}

/** Up to a quarter longer by chance, so that breakers which opened together do not probe together. @param random uniform in [0, 1). */
export function openForMs({ openMs }: BreakerPolicy, random: number): number {
  return Math.round(openMs * (1 + random / 4));
}

/** Why it opened, for the record and for people. */
export function tripReason(
  trip: NonNullable<Trip>,
  { calls, failures, slow }: CallCounts,
  policy: BreakerPolicy,
): string {
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  return trip === 'failures'
    ? `${failures} of ${calls} calls failed; it opens at ${percent(policy.failureRate)}.`
    : `${slow} of ${calls} calls took longer than ${policy.slowCallMs} ms; it opens at ${percent(policy.slowRate)}.`;
}

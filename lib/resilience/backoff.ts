// How long to wait before another attempt: full jitter, bounded; randomness comes in.
import type { RetryPolicy } from '@/lib/domain/tool';

export type BackoffPolicy = Pick<RetryPolicy, 'baseMs' | 'capMs'>;

/**
 * Full jitter: uniform in 0 … min(cap, base · 2^(failures − 1)), so that callers which failed together do not come back together
 * (AWS Architecture Blog, "Exponential Backoff and Jitter").
 * @param failures how many attempts have failed, from 1. @param random uniform in [0, 1).
 */
export function fullJitterMs(failures: number, policy: BackoffPolicy, random: number): number {
  const exponent = Math.max(0, failures - 1);
  return Math.floor(random * (Math.min(policy.capMs, policy.baseMs * 2 ** exponent) + 1));
}

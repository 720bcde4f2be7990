// How many retries a tool or a model is sent: a token bucket. Pure; refuses to let retries outgrow first attempts by more than the declared share.

/** Retries allowed: this share of first attempts, and so many a minute whatever else happens. */
export type RetryBudget = { readonly ratio: number; readonly minPerMinute: number };
export type Bucket = { readonly tokens: number; readonly atMs: number };

export const DEFAULT_RETRY_BUDGET: RetryBudget = { ratio: 0.1, minPerMinute: 60 };

/** What first attempts leave may be saved up to this many retries above those of a minute, so that a quiet day is no licence for a storm. */
const SAVED_MOST = 100;
const A_MINUTE_MS = 60_000;

export function fullBucket({ minPerMinute }: RetryBudget, nowMs: number): Bucket {
  return { tokens: minPerMinute, atMs: nowMs };
}

/** Time fills it up to the retries of one minute; only first attempts fill it further. */
export function filledByTime(bucket: Bucket, { minPerMinute }: RetryBudget, nowMs: number): Bucket {
  const elapsedMs = Math.max(0, nowMs - bucket.atMs);
  const byTime = Math.min(minPerMinute, bucket.tokens + (elapsedMs * minPerMinute) / A_MINUTE_MS);
  return { tokens: Math.max(bucket.tokens, byTime), atMs: nowMs };
}

export function earned(bucket: Bucket, budget: RetryBudget, tokens: number): Bucket {
  return { ...bucket, tokens: Math.min(budget.minPerMinute + SAVED_MOST, bucket.tokens + tokens) };
}

/** null: there is none. */
export function spent(bucket: Bucket): Bucket | null {
  // A hair below one is one: tenths do not add up exactly.
  return bucket.tokens < 1 - 1e-9 ? null : { ...bucket, tokens: Math.max(0, bucket.tokens - 1) };
}

/** Until time alone has filled in one token. */
export function msPerToken({ minPerMinute }: RetryBudget): number {
  return Math.ceil(A_MINUTE_MS / minPerMinute);
}

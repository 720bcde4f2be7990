// What caching saved, on the wire: by the prefix caches of providers, and by reads that were not made again.
import { z } from 'zod';
import { timestamp } from './page';
import { spendFilters } from './spend';

export const savingsQuery = z.strictObject({
  /** Whole hours (UTC) are summed: the one of `since` as a whole. The beginning of the day 13 days before `until` unless told. */
  since: timestamp.optional(),
  /** Before; now unless told. */
  until: timestamp.optional(),
  ...spendFilters,
});
export type SavingsQuery = z.infer<typeof savingsQuery>;

/** Of model calls that read from the provider's prefix cache or wrote to it. */
const prefix = {
  /** What the same tokens would have cost without the cache, less what they cost; below zero where writing it cost more than reading it saved. */
  savedMicroUsd: z.number().int(),
  calls: z.number().int(),
  inputTokens: z.number().int(),
  /** Parts of the input. */
  cachedInputTokens: z.number().int(),
  cacheWriteTokens: z.number().int(),
};
/** Of reads for which an earlier result stood (`cacheMs` of their tool). */
const reuse = {
  /** What the reads that stood for them had been charged for. */
  savedMicroUsd: z.number().int(),
  /** How long those had taken. */
  savedMs: z.number().int(),
  reads: z.number().int(),
};

export const cacheSavings = z.strictObject({ prefix: z.strictObject(prefix), reuse: z.strictObject(reuse) });
export type CacheSavings = z.infer<typeof cacheSavings>;

export const savingsShape = z.strictObject({
  since: timestamp,
  until: timestamp,
  prefix: z.strictObject({
    ...prefix,
    /** What saved most first. */
    models: z.array(z.strictObject({ model: z.string(), ...prefix })),
  }),
  reuse: z.strictObject({
    ...reuse,
    tools: z.array(z.strictObject({ tool: z.string(), ...reuse })),
  }),
});
export type SavingsShape = z.infer<typeof savingsShape>;

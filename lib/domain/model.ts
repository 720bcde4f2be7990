// A model as it is configured: where it is reached, what it costs, what fits.
import { z } from 'zod';
import { breakerSettings } from './breaker';
import { concurrencyLimit } from './bulkhead';
import { modelPrices } from './money';
import { secretName } from './names';
import type { ListedPrice } from './price-table';
import { tokenizer } from './tokenizer';

export const modelDefinition = z.strictObject({
  provider: z.literal('openai-compatible'),
  baseUrl: z.url({ protocol: /^https?$/ }).max(500),
  /** The provider's name for the pinned version. */
  model: z.string().min(1).max(200),
  apiKeySecret: secretName.optional(),
  /** Left out, the price table says what it costs. */
  prices: modelPrices.optional(),
  contextTokens: z.number().int().min(1_000).default(128_000),
  maxOutputTokens: z.number().int().min(16).default(4_096),
  /** What its provider counts with, where that is known: what a call sends is then held in tokens instead of bytes. OpenAI's own models need not say it. */
  tokenizer: tokenizer.optional(),
  timeoutMs: z.number().int().min(100).max(600_000).default(60_000),
  breaker: breakerSettings.optional(),
  /** Calls of it under way at once, in all processes. */
  concurrency: concurrencyLimit.optional(),
});
export type ModelDefinition = z.infer<typeof modelDefinition>;
export type ModelVersion = {
  readonly name: string;
  readonly version: number;
  readonly definition: ModelDefinition;
  /** What the price table says of it now; null or absent: nothing, or it has prices of its own. */
  readonly listed?: ListedPrice | null;
};

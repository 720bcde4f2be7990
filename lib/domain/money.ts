// Money in whole micro-USD (10^-6 USD); refuses fractions and values beyond the safe integer range.
import { z } from 'zod';

export const microUsd = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What a million tokens of one kind cost, in micro-USD. */
export const modelPrices = z.strictObject({
  inputMicroUsdPerMTok: microUsd,
  outputMicroUsdPerMTok: microUsd,
  cachedInputMicroUsdPerMTok: microUsd.optional(),
  /** Of input that the provider puts into its prefix cache; with several such prices the dearest that is used. */
  cacheWriteMicroUsdPerMTok: microUsd.optional(),
  reasoningMicroUsdPerMTok: microUsd.optional(),
});
export type ModelPrices = z.infer<typeof modelPrices>;

/** No call comes near it; a provider that says more errs, and sums over all calls must stay safe integers. */
export const MOST_TOKENS_PER_CALL = 1_000_000_000;
/** A million USD, for the same reason: nine thousand such calls still add up safely. */
export const MOST_MICRO_USD_PER_CALL = 1_000_000_000_000;

const tokenCount = z.number().int().min(0).max(MOST_TOKENS_PER_CALL);

/** Token counts as the provider reports them; cached and written input are parts of input, reasoning is part of output. */
export const tokenUsage = z.strictObject({
  inputTokens: tokenCount,
  outputTokens: tokenCount,
  cachedInputTokens: tokenCount.default(0),
  /** Put into the provider's prefix cache by this call. Absent where it tells none. */
  cacheWriteTokens: tokenCount.optional(),
  reasoningTokens: tokenCount.default(0),
});
export type TokenUsage = z.infer<typeof tokenUsage>;

/**
 * The cost of one call in micro-USD, rounded up once at the end, so that a sum of parts is never below the bill, and held at
 * MOST_MICRO_USD_PER_CALL. Cached, written and reasoning tokens cost the base price where no price of their own is declared. The products go
 * beyond the safe integers, hence BigInt.
 */
export function costOf(usage: TokenUsage, prices: ModelPrices): number {
  const cached = Math.min(usage.cachedInputTokens, usage.inputTokens);
  const reasoning = Math.min(usage.reasoningTokens, usage.outputTokens);
  const written = Math.min(usage.cacheWriteTokens ?? 0, usage.inputTokens - cached);
  const perMTok =
    product(usage.inputTokens - cached - written, prices.inputMicroUsdPerMTok) +
    product(written, prices.cacheWriteMicroUsdPerMTok ?? prices.inputMicroUsdPerMTok) +
    product(cached, prices.cachedInputMicroUsdPerMTok ?? prices.inputMicroUsdPerMTok) +
    product(usage.outputTokens - reasoning, prices.outputMicroUsdPerMTok) +
    product(reasoning, prices.reasoningMicroUsdPerMTok ?? prices.outputMicroUsdPerMTok);
  const cost = (perMTok + 999_999n) / 1_000_000n;
  return cost > MOST_MICRO_USD_PER_CALL ? MOST_MICRO_USD_PER_CALL : Number(cost);
}

/**
 * What the provider's prefix cache saved: the cost of the same tokens without any, less their cost. Below zero where writing the cache cost more than
 * reading it saved.
 */
export function savedByCache(usage: TokenUsage, prices: ModelPrices): number {
  return costOf({ ...usage, cachedInputTokens: 0, cacheWriteTokens: 0 }, prices) - costOf(usage, prices);
}

function product(tokens: number, microUsdPerMTok: number): bigint {
  return BigInt(tokens) * BigInt(microUsdPerMTok);
}

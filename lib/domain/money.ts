// Money in whole micro-USD (10^-6 USD); refuses fractions and values beyond the safe integer range.
import { z } from 'zod';

export const microUsd = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What a million tokens of one kind cost, in micro-USD. */
export const modelPrices = z.strictObject({
  inputMicroUsdPerMTok: microUsd,
  outputMicroUsdPerMTok: microUsd,
  cachedInputMicroUsdPerMTok: microUsd.optional(),
  reasoningMicroUsdPerMTok: microUsd.optional(),
});
export type ModelPrices = z.infer<typeof modelPrices>;

/** Token counts as the provider reports them; cached input is part of input, reasoning is part of output. */
export const tokenUsage = z.strictObject({
  inputTokens: z.number().int().min(0),
  outputTokens: z.number().int().min(0),
  cachedInputTokens: z.number().int().min(0).default(0),
  reasoningTokens: z.number().int().min(0).default(0),
});
export type TokenUsage = z.infer<typeof tokenUsage>;

/**
 * The cost of one call in micro-USD, rounded up once at the end, so that a sum of parts is never below the bill.
 * Cached and reasoning tokens cost the base price where no price of their own is declared.
 */
export function costOf(usage: TokenUsage, prices: ModelPrices): number {
  const cached = Math.min(usage.cachedInputTokens, usage.inputTokens);
  const reasoning = Math.min(usage.reasoningTokens, usage.outputTokens);
  const perMTok =
    (usage.inputTokens - cached) * prices.inputMicroUsdPerMTok +
    cached * (prices.cachedInputMicroUsdPerMTok ?? prices.inputMicroUsdPerMTok) +
    (usage.outputTokens - reasoning) * prices.outputMicroUsdPerMTok +
    reasoning * (prices.reasoningMicroUsdPerMTok ?? prices.outputMicroUsdPerMTok);
  return Math.ceil(perMTok / 1_000_000);
}

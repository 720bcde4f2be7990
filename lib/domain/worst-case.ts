// What a model call may cost at most, and how long an answer may be for what is left; refuses to round in favour of spending.
import { MOST_MICRO_USD_PER_CALL, type ModelPrices } from './money';

/** Upper bounds of what the provider may count. */
export type CallBound = { readonly inputTokens: number; readonly outputTokens: number };

const MTOK = 1_000_000n;

/** All input at the dearest price of input and all output at the dearest of output, in micro-USD, rounded up as every cost is. */
export function worstCostOf({ inputTokens, outputTokens }: CallBound, prices: ModelPrices): number {
  const { input, output } = dearest(prices);
  const perMTok = BigInt(inputTokens) * input + BigInt(outputTokens) * output;
  const cost = (perMTok + MTOK - 1n) / MTOK;
  return cost > MOST_MICRO_USD_PER_CALL ? MOST_MICRO_USD_PER_CALL : Number(cost);
}

/** The longest answer whose worst cost is within `microUsd`; negative where the input alone costs more, infinite where output is free. */
export function affordableOutput(microUsd: number, inputTokens: number, prices: ModelPrices): number {
  const { input, output } = dearest(prices);
  const left = BigInt(microUsd) * MTOK - BigInt(inputTokens) * input;
  if (left < 0n) return -1;
  return output === 0n ? Number.POSITIVE_INFINITY : Number(left / output);
}

function dearest(prices: ModelPrices): { input: bigint; output: bigint } {
  const { inputMicroUsdPerMTok, cachedInputMicroUsdPerMTok = 0, cacheWriteMicroUsdPerMTok = 0 } = prices;
  const { outputMicroUsdPerMTok, reasoningMicroUsdPerMTok = 0 } = prices;
  return {
    input: BigInt(Math.max(inputMicroUsdPerMTok, cachedInputMicroUsdPerMTok, cacheWriteMicroUsdPerMTok)),
    output: BigInt(Math.max(outputMicroUsdPerMTok, reasoningMicroUsdPerMTok)),
  };
}

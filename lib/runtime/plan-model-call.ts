// How long the next answer of the model may be, by what remains of the run's tokens and money once all that is sent is counted at its worst, and a last summary is paid for; too little left is a bound.

import type { HeldAttempt, ModelHold } from '@/lib/domain/model-hold';
import type { PricedModel } from '@/lib/domain/model-price';
import type { TokenUsage } from '@/lib/domain/money';
import type { RunState } from '@/lib/domain/run-state';
import { affordableOutput, worstCostOf } from '@/lib/domain/worst-case';
import type { InputBound } from './input-bound';
import type { ReachedLimit } from './limits';
import { MIN_OUTPUT_TOKENS } from './runtime-constants';
import { summaryReserveOf } from './summary-reserve';

export type ModelCallPlan =
  | { readonly kind: 'call'; readonly maxOutputTokens: number; readonly held: ModelHold }
  | ReachedLimit;

/** The call can't take the run beyond its tokens or its money, as long as the provider keeps to the longest output. */
export function planModelCall(
  state: Pick<RunState, 'limits' | 'usage' | 'summaryReserveMicroUsd'>,
  { definition, prices }: Pick<PricedModel, 'definition' | 'prices'>,
  input: InputBound,
): ModelCallPlan {
  const { limits, usage } = state;
  const { inputTokens } = input;
  const kept = summaryReserveOf(state);
  const tokensLeft = limits.maxTokens - usage.tokens - kept.tokens;
  const costLeft = Math.max(0, limits.maxCostMicroUsd - usage.costMicroUsd - kept.microUsd);
  const affordable = affordableOutput(costLeft, inputTokens, prices);
  const maxOutputTokens = Math.min(definition.maxOutputTokens, tokensLeft - inputTokens, affordable);
  if (tokensLeft - inputTokens < MIN_OUTPUT_TOKENS) {
    return {
      kind: 'bound',
      bound: 'tokens',
      message: `${Math.max(0, tokensLeft)} of ${limits.maxTokens} tokens are left, too few for a call that may send ${inputTokens} and needs an answer.`,
    };
  }
  if (affordable < MIN_OUTPUT_TOKENS) {
    const least = worstCostOf({ inputTokens, outputTokens: MIN_OUTPUT_TOKENS }, prices);
    return {
      kind: 'bound',
      bound: 'cost',
      message: `${costLeft} of ${limits.maxCostMicroUsd} micro-USD are left, too little for a call that may cost ${least} with the shortest answer.`,
    };
  }
  const microUsd = worstCostOf({ inputTokens, outputTokens: maxOutputTokens }, prices);
  return { kind: 'call', maxOutputTokens, held: { ...input, microUsd } };
}

type Call = Extract<ModelCallPlan, { kind: 'call' }>;

/** What the call costs at most with the shortest answer that can hold a call. */
export function leastCostOf(
  { maxOutputTokens, held }: Call,
  { prices }: Pick<PricedModel, 'prices'>,
): number {
  const outputTokens = Math.min(MIN_OUTPUT_TOKENS, maxOutputTokens);
  return worstCostOf({ inputTokens: held.inputTokens, outputTokens }, prices);
}

/** The same call with its answer shortened to what `microUsd` pays for. @param microUsd no less than `leastCostOf`. */
export function withinMoney(plan: Call, microUsd: number, { prices }: Pick<PricedModel, 'prices'>): Call {
  if (microUsd >= plan.held.microUsd) return plan;
  const affordable = affordableOutput(microUsd, plan.held.inputTokens, prices);
  return {
    ...plan,
    maxOutputTokens: Math.min(plan.maxOutputTokens, affordable),
    held: { ...plan.held, microUsd },
  };
}

/** What an attempt counts as of which nobody knows what it used. */
export function heldUsage({
  inputTokens,
  maxOutputTokens,
}: Pick<HeldAttempt, 'inputTokens' | 'maxOutputTokens'>): TokenUsage {
  return { inputTokens, outputTokens: maxOutputTokens, cachedInputTokens: 0, reasoningTokens: 0 };
}

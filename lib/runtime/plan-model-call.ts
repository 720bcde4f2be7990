// How long the next answer of the model may be, by what remains of the run's tokens and money; too little left is a bound.
import type { ModelVersion } from '@/lib/domain/model';
import type { RunState } from '@/lib/domain/run-state';
import type { ReachedLimit } from './limits';
import { MIN_OUTPUT_TOKENS } from './runtime-constants';

export type ModelCallPlan = { readonly kind: 'call'; readonly maxOutputTokens: number } | ReachedLimit;

export function planModelCall({ limits, usage }: RunState, { definition }: ModelVersion): ModelCallPlan {
  const tokensLeft = limits.maxTokens - usage.tokens;
  const costLeft = limits.maxCostMicroUsd - usage.costMicroUsd;
  const { outputMicroUsdPerMTok } = definition.prices;
  const affordable =
    outputMicroUsdPerMTok === 0
      ? Number.POSITIVE_INFINITY
      : Math.floor((costLeft * 1_000_000) / outputMicroUsdPerMTok);
  if (tokensLeft < MIN_OUTPUT_TOKENS) {
    return {
      kind: 'bound',
      bound: 'tokens',
      message: `${Math.max(0, tokensLeft)} of ${limits.maxTokens} tokens are left, too few for an answer.`,
    };
  }
  if (affordable < MIN_OUTPUT_TOKENS) {
    return {
      kind: 'bound',
      bound: 'cost',
      message: `${Math.max(0, costLeft)} of ${limits.maxCostMicroUsd} micro-USD are left, too little for an answer.`,
    };
  }
  return { kind: 'call', maxOutputTokens: Math.min(definition.maxOutputTokens, tokensLeft, affordable) };
}

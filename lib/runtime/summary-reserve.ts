// What of a run's own bounds is kept back for a last summary of it. Pure.
import type { RunState } from '@/lib/domain/run-state';
import { SUMMARY_TOKENS } from './runtime-constants';

/** Of a bound, at most a quarter of the money and an eighth of the tokens: the run itself comes first. */
const SHARE = { money: 1 / 4, tokens: 1 / 8 } as const;

export function summaryReserveOf({
  limits,
  summaryReserveMicroUsd,
}: Pick<RunState, 'limits' | 'summaryReserveMicroUsd'>): {
  readonly microUsd: number;
  readonly tokens: number;
} {
  if (summaryReserveMicroUsd === 0) return { microUsd: 0, tokens: 0 };
  return {
    microUsd: Math.min(summaryReserveMicroUsd, Math.floor(limits.maxCostMicroUsd * SHARE.money)),
    tokens: Math.min(SUMMARY_TOKENS, Math.floor(limits.maxTokens * SHARE.tokens)),
  };
}

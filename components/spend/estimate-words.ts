// How far what was held lay above what it cost, in words. Pure.
import type { EstimateShape } from '@/lib/contract/estimates';

type Held = Pick<EstimateShape, 'heldMicroUsd' | 'costMicroUsd'>;

/** How what is sent is counted until the provider has counted it. */
export function countedIn({ tokenizer }: Pick<EstimateShape, 'tokenizer'>): string {
  return tokenizer === null ? 'in bytes' : `in tokens, ${tokenizer}`;
}

/** "3.2 ×"; a dash where nothing was charged. */
export function timesHeld({ heldMicroUsd, costMicroUsd }: Held): string {
  return costMicroUsd === 0 ? '–' : `${(heldMicroUsd / costMicroUsd).toFixed(1)} ×`;
}

/** "3.4 × on 2026-11-14, 2.1 × on 2026-11-27"; the first and the last day. */
export function timesOverTime(days: EstimateShape['days']): string {
  const charged = days.filter(({ costMicroUsd }) => costMicroUsd > 0);
  const [first, last] = [charged[0], charged.at(-1)];
  if (first === undefined || last === undefined) return 'nothing was charged';
  const words = (day: typeof first) => `${timesHeld(day)} on ${day.day}`;
  return first === last ? words(first) : `${words(first)}, ${words(last)}`;
}

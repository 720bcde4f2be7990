// What a budget says in words, and how its limit is typed. Pure.
import type { BudgetShape } from '@/lib/contract/budget';
import type { BudgetPeriod } from '@/lib/domain/budget';
import { plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';

export const PERIOD_NAMES: { readonly [P in BudgetPeriod]: string } = {
  day: 'each day',
  month: 'each month',
  total: 'in all',
};

/** "$41.83 spent and $0.94 held of $60.00, $55.20 expected" */
export function budgetSentence({ spentMicroUsd, heldMicroUsd, limitMicroUsd, ...rest }: BudgetShape): string {
  const held = heldMicroUsd > 0 ? ` and ${formatMicroUsd(heldMicroUsd)} held` : '';
  const expected = rest.period === 'total' ? '' : `, ${formatMicroUsd(rest.forecastMicroUsd)} expected`;
  return `${formatMicroUsd(spentMicroUsd)} spent${held} of ${formatMicroUsd(limitMicroUsd)}${expected}`;
}

/** What somebody should know of it; undefined where all is well. */
export function budgetTrouble(budget: BudgetShape): string | undefined {
  const { waitingRuns, limitMicroUsd, forecastMicroUsd, overrunMicroUsd, period } = budget;
  if (waitingRuns > 0) {
    const runs = plural(waitingRuns, 'run');
    return `${runs} ${waitingRuns === 1 ? 'waits' : 'wait'} for room in it`;
  }
  if (overrunMicroUsd > 0) return `${formatMicroUsd(overrunMicroUsd)} were charged beyond what was held`;
  if (period !== 'total' && forecastMicroUsd > limitMicroUsd)
    return 'It is used up before its period is over if it goes on like this';
  return undefined;
}

/** Dollars as they are typed, in micro-USD; undefined for what is no amount. */
export function typedMicroUsd(text: string): number | undefined {
  const digits = text.trim().replace(/^\$/, '').replaceAll(',', '');
  if (!/^\d+(\.\d{1,6})?$/.test(digits)) return undefined;
  const microUsd = Math.round(Number(digits) * 1_000_000);
  return Number.isSafeInteger(microUsd) ? microUsd : undefined;
}

/** Half as much again, and enough for what is spent. */
export function raisedText({ limitMicroUsd, spentMicroUsd }: BudgetShape): string {
  return String(Math.ceil(Math.max(limitMicroUsd * 1.5, spentMicroUsd * 1.2) / 10_000) / 100);
}

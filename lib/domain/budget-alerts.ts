// Which alerts a budget in its present period gives cause for: pure; refuses to tell a lower share once a higher one is passed.
import { type FoundAlert, foundAlert } from './alert';
import type { BudgetName, BudgetTerms } from './budget';
import type { Forecast } from './spend-forecast';

/** A forecast that was told stays told until it is so far below the limit, or it would come and go with each call. */
const CLEARLY_BELOW = 0.95;

export type WatchedBudget = BudgetName &
  Pick<BudgetTerms, 'limitMicroUsd' | 'alertAt'> & {
    readonly spentMicroUsd: number;
    readonly waitingRuns: number;
    /** ISO 8601; null for `total`. */
    readonly resetsAt: string | null;
  };

/**
 * The highest share that is passed, and a forecast beyond the limit where it is not passed yet. What is held does not count as spent: a part of it is
 * leased to workers, who give back what they do not use. But a budget that holds runs back is used up, whatever is spent of it.
 * @param told causes that are open.
 */
export function budgetAlerts(
  budget: WatchedBudget,
  expected: Forecast,
  told: ReadonlySet<string>,
): FoundAlert[] {
  const { scope, period, resetsAt, limitMicroUsd, spentMicroUsd, waitingRuns } = budget;
  const standing = { scope, period, resetsAt, limitMicroUsd, spentMicroUsd };
  // A changed limit is another bound: what was seen of the former one says nothing of it.
  const mark = `${resetsAt ?? 'ever'}:${limitMicroUsd}`;
  const passes = (share: number) => waitingRuns > 0 || spentMicroUsd >= share * limitMicroUsd;
  const passed = budget.alertAt.filter(passes);
  if (passed.length > 0) {
    const share = Math.max(...passed);
    const found = foundAlert(
      { kind: 'budget_threshold', ...standing, share, waitingRuns },
      `${mark}:${share}`,
    );
    if (share >= 1 || waitingRuns > 0) return [found];
    return [found, ...forecastAlerts(standing, expected, mark, told)];
  }
  return forecastAlerts(standing, expected, mark, told);
}

type Standing = Pick<WatchedBudget, 'scope' | 'period' | 'resetsAt' | 'limitMicroUsd' | 'spentMicroUsd'>;

function forecastAlerts(
  standing: Standing,
  { microUsd, basis, telling }: Forecast,
  mark: string,
  told: ReadonlySet<string>,
): FoundAlert[] {
  const found = foundAlert({ kind: 'budget_forecast', ...standing, forecastMicroUsd: microUsd, basis }, mark);
  const bound = standing.limitMicroUsd * (told.has(found.cause) ? CLEARLY_BELOW : 1);
  return telling && standing.resetsAt !== null && microUsd > bound ? [found] : [];
}

// How much of a budget is used up, and from when on somebody should look. Pure.

export type BudgetUse = {
  readonly limitMicroUsd: number;
  readonly spentMicroUsd: number;
  readonly heldMicroUsd: number;
  readonly alertAt: readonly number[];
  readonly waitingRuns: number;
};

/** Where no alert below the limit is set. */
const NEAR_SHARE = 0.8;

/** Spent and held, as a share of the limit; what is held can't be given to others. Of a limit of nothing all is used. */
export function usedShare({ limitMicroUsd, spentMicroUsd, heldMicroUsd }: BudgetUse): number {
  return limitMicroUsd === 0 ? 1 : (spentMicroUsd + heldMicroUsd) / limitMicroUsd;
}

/** It holds runs back, or is used up to the last alert below its limit. */
export function isNearLimit(budget: BudgetUse): boolean {
  const below = budget.alertAt.filter((share) => share < 1);
  return (
    budget.waitingRuns > 0 || usedShare(budget) >= Math.max(...(below.length > 0 ? below : [NEAR_SHARE]))
  );
}

/** Those that hold runs back come first, then those of which most is used. */
export function byUse(a: BudgetUse, b: BudgetUse): number {
  return Number(b.waitingRuns > 0) - Number(a.waitingRuns > 0) || usedShare(b) - usedShare(a);
}

// What budgets promise, told as plainly as can be: holds as a list, and sums over it. Knows nothing of allowances.
import type { BudgetName } from '../../domain/budget';
import type { PeriodFigures } from './budget-scenario';

type ModelHold = {
  /** Of each budget, which of its periods. */
  readonly periods: ReadonlyMap<string, number>;
  readonly heldMicroUsd: number;
  costMicroUsd: number | null;
  isCounted: boolean;
};
type ModelBudget = { readonly name: BudgetName; limitMicroUsd: number; period: number };

export class BudgetModel {
  readonly holds: ModelHold[] = [];
  private readonly budgets = new Map<string, ModelBudget>();

  put(name: BudgetName, limitMicroUsd: number): void {
    const budget = this.budgets.get(keyOf(name)) ?? { name, limitMicroUsd, period: 0 };
    budget.limitMicroUsd = limitMicroUsd;
    this.budgets.set(keyOf(name), budget);
  }

  endPeriods(): void {
    for (const budget of this.budgets.values()) if (budget.name.period !== 'total') budget.period += 1;
  }

  /** What its present period is called; a hold is taken from the one in which its allowance was given. */
  periodOf(name: BudgetName): number {
    return this.of(name).period;
  }

  hold(periods: ReadonlyMap<string, number>, heldMicroUsd: number): ModelHold {
    const hold = { periods, heldMicroUsd, costMicroUsd: null, isCounted: false };
    this.holds.push(hold);
    return hold;
  }

  /** Settled ones. @returns how many. */
  count(): number {
    const settled = this.holds.filter((hold) => hold.costMicroUsd !== null && !hold.isCounted);
    for (const hold of settled) hold.isCounted = true;
    return settled.length;
  }

  /** Of the present period: what is spent for certain, and at least held; what anybody may still be given. */
  see(name: BudgetName): {
    readonly spent: number;
    readonly reserved: number;
    readonly overrun: number;
    readonly room: number;
  } {
    const { limitMicroUsd: limit, period } = this.of(name);
    const own = this.holds.filter(({ periods }) => periods.get(keyOf(name)) === period);
    let spent = 0;
    let reserved = 0;
    let overrun = 0;
    for (const { heldMicroUsd, costMicroUsd, isCounted } of own) {
      const cost = costMicroUsd ?? heldMicroUsd;
      if (isCounted) {
        spent += cost;
        overrun += Math.max(0, cost - heldMicroUsd);
      } else reserved += Math.min(cost, heldMicroUsd);
    }
    return { spent, reserved, overrun, room: limit - spent - reserved };
  }

  /** What each period comes to when all is settled and counted, the newest first; those that nothing was held in are left out at the end. */
  totals(name: BudgetName): PeriodFigures[] {
    const { period } = this.of(name);
    return Array.from({ length: period + 1 }, (_, i) => period - i).map((index) => {
      const own = this.holds.filter(({ periods }) => periods.get(keyOf(name)) === index);
      const costs = own.map(({ costMicroUsd }) => costMicroUsd ?? 0);
      return {
        spentMicroUsd: sum(costs),
        heldMicroUsd: 0,
        overrunMicroUsd: sum(own.map((hold, i) => Math.max(0, (costs[i] ?? 0) - hold.heldMicroUsd))),
      };
    });
  }

  private of(name: BudgetName): ModelBudget {
    const budget = this.budgets.get(keyOf(name));
    if (budget === undefined) throw new Error(`no budget ${keyOf(name)}`);
    return budget;
  }
}

export const keyOf = ({ scope, period }: BudgetName) => `${scope} ${period}`;
const sum = (figures: readonly number[]) => figures.reduce((total, one) => total + one, 0);

// What tests of budgets begin with: a harness of its own for each, and the figures that they compare.
import { afterEach, beforeEach } from 'vitest';
import { ALLOWANCE_GONE } from '../budget-ledger';
import { type BudgetHarness, CENT, GLOBAL_DAY, type PeriodFigures } from './budget-scenario';

export const AGENT_TOTAL = { scope: 'agent:refunds', period: 'total' } as const;
export const gone = { code: ALLOWANCE_GONE, class: 'refused' };

/** In cents, as a period shows it. */
export const figures = (spent: number, held: number, overrun = 0): PeriodFigures => ({
  spentMicroUsd: spent * CENT,
  heldMicroUsd: held * CENT,
  overrunMicroUsd: overrun * CENT,
});

/** To be called inside `describe`. `h` stands for the harness of the test that runs. */
export function eachBudgetTest(open: () => Promise<BudgetHarness>) {
  let current: BudgetHarness;
  beforeEach(async () => {
    current = await open();
  });
  afterEach(() => current.close());
  const h: BudgetHarness = {
    get runs() {
      return current.runs;
    },
    get ledgers() {
      return current.ledgers;
    },
    putBudget: (...args) => current.putBudget(...args),
    periodsOf: (budget) => current.periodsOf(budget),
    pass: (ms) => current.pass(ms),
    endPeriods: () => current.endPeriods(),
    close: () => current.close(),
  };
  return {
    h,
    present: async (budget: typeof GLOBAL_DAY | typeof AGENT_TOTAL = GLOBAL_DAY) =>
      (await h.periodsOf(budget))[0],
    counted: () => h.ledgers[1].count(1_000),
  };
}

import { describe, expect, it } from 'vitest';
import { type BudgetUse, byUse, isNearLimit, usedShare } from './budget-use';

const budget = (over: Partial<BudgetUse> = {}): BudgetUse => ({
  limitMicroUsd: 1_000,
  spentMicroUsd: 0,
  heldMicroUsd: 0,
  alertAt: [0.5, 0.8, 1],
  waitingRuns: 0,
  ...over,
});

describe('how much of a budget is used', () => {
  it.each([
    [{ spentMicroUsd: 799 }, false],
    [{ spentMicroUsd: 800 }, true],
    [{ spentMicroUsd: 500, heldMicroUsd: 300 }, true],
    [{ spentMicroUsd: 600, alertAt: [0.6, 1] }, true],
    [{ spentMicroUsd: 799, alertAt: [1] }, false],
    [{ spentMicroUsd: 800, alertAt: [] }, true],
    [{ waitingRuns: 1 }, true],
    [{ limitMicroUsd: 0 }, true],
  ] as const)('%j is near its limit: %s', (over, near) => {
    expect(isNearLimit(budget(over))).toBe(near);
  });

  it('counts what is held, and all of nothing', () => {
    expect(usedShare(budget({ spentMicroUsd: 100, heldMicroUsd: 150 }))).toBe(0.25);
    expect(usedShare(budget({ limitMicroUsd: 0 }))).toBe(1);
  });

  it('puts first what holds runs back, then what is used most', () => {
    const [little, much, holding] = [
      budget({ spentMicroUsd: 10 }),
      budget({ spentMicroUsd: 990 }),
      budget({ spentMicroUsd: 300, waitingRuns: 2 }),
    ];
    expect([little, much, holding].sort(byUse)).toEqual([holding, much, little]);
  });
});

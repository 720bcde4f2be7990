import { describe, expect, it } from 'vitest';
import type { BudgetShape } from '@/lib/contract/budget';
import { budgetSentence, budgetTrouble, raisedText, typedMicroUsd } from './budget-words';

const budget = (over: Partial<BudgetShape> = {}): BudgetShape => ({
  scope: 'global',
  period: 'day',
  limitMicroUsd: 60_000_000,
  alertAt: [1],
  version: 1,
  spentMicroUsd: 41_830_000,
  heldMicroUsd: 940_000,
  overrunMicroUsd: 0,
  forecastMicroUsd: 55_200_000,
  resetsAt: null,
  waitingRuns: 0,
  ...over,
});

describe('a budget in words', () => {
  it('says what is spent, held and expected', () => {
    expect(budgetSentence(budget())).toBe('$41.83 spent and $0.94 held of $60.00, $55.20 expected');
    expect(budgetSentence(budget({ period: 'total', heldMicroUsd: 0 }))).toBe('$41.83 spent of $60.00');
  });

  it.each([
    [{}, undefined],
    [{ waitingRuns: 1 }, '1 run waits for room in it'],
    [{ waitingRuns: 3, forecastMicroUsd: 99e6 }, '3 runs wait for room in it'],
    [{ overrunMicroUsd: 7 }, '$0.000007 were charged beyond what was held'],
    [{ forecastMicroUsd: 61e6 }, 'It is used up before its period is over if it goes on like this'],
    [{ period: 'total', forecastMicroUsd: 61e6 }, undefined],
  ] as const)('%j: %s', (over, said) => {
    expect(budgetTrouble(budget(over))).toBe(said);
  });

  it.each([
    ['60', 60_000_000],
    ['$1,200.5', 1_200_500_000],
    ['0.000001', 1],
    ['0', 0],
    ['0.0000001', undefined],
    ['-1', undefined],
    ['ten', undefined],
    ['99999999999', undefined],
  ])('reads %s as %s', (text, microUsd) => {
    expect(typedMicroUsd(text)).toBe(microUsd);
  });

  it('proposes a limit that leaves room', () => {
    expect(raisedText(budget())).toBe('90');
    expect(raisedText(budget({ limitMicroUsd: 1_000_000 }))).toBe('50.2');
  });
});

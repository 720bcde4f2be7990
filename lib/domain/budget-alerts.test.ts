// A budget tells the highest share that is passed, and a forecast only while it is not used up.
import { describe, expect, it } from 'vitest';
import type { AlertFact } from './alert';
import { severityOf, subjectOf } from './alert';
import { budgetAlerts, type WatchedBudget } from './budget-alerts';
import type { Forecast } from './spend-forecast';

const NONE: ReadonlySet<string> = new Set();
const calm: Forecast = { microUsd: 0, basis: 'weekly', telling: true };
const beyond: Forecast = { ...calm, microUsd: 1_001 };
const budget = (over: Partial<WatchedBudget> = {}): WatchedBudget => ({
  scope: 'agent:refunds',
  period: 'day',
  limitMicroUsd: 1_000,
  alertAt: [0.5, 0.8, 1],
  spentMicroUsd: 0,
  waitingRuns: 0,
  resetsAt: '2026-11-28T00:00:00.000Z',
  ...over,
});
const told = (of: WatchedBudget, expected = calm, open = NONE) =>
  budgetAlerts(of, expected, open).map(({ fact }) => [fact.kind, 'share' in fact ? fact.share : null]);

describe('a budget', () => {
  it.each([
    [499, []],
    [500, [['budget_threshold', 0.5]]],
    [799, [['budget_threshold', 0.5]]],
    [800, [['budget_threshold', 0.8]]],
    [1_000, [['budget_threshold', 1]]],
  ])('with %d of 1 000 spent tells the highest share that is passed', (spentMicroUsd, expected) => {
    expect(told(budget({ spentMicroUsd }))).toEqual(expected);
  });

  it('counts as used up while it holds runs back, whatever is spent', () => {
    expect(told(budget({ spentMicroUsd: 10, waitingRuns: 3 }), beyond)).toEqual([['budget_threshold', 1]]);
    expect(told(budget({ waitingRuns: 3, alertAt: [] }))).toEqual([]);
  });

  it('tells a forecast beyond the limit beside a share, until it is used up', () => {
    expect(told(budget({ spentMicroUsd: 600 }), beyond)).toEqual([
      ['budget_threshold', 0.5],
      ['budget_forecast', null],
    ]);
    expect(told(budget({ spentMicroUsd: 1_000 }), beyond)).toEqual([['budget_threshold', 1]]);
    expect(told(budget(), { ...beyond, telling: false })).toEqual([]);
    expect(told(budget({ resetsAt: null, period: 'total' }), beyond)).toEqual([]);
  });

  it('keeps a forecast that was told until it is clearly below the limit', () => {
    const [first] = budgetAlerts(budget(), beyond, NONE);
    const open = new Set([first?.cause ?? '']);
    const at = (microUsd: number) => told(budget(), { ...calm, microUsd }, open);
    expect([at(960), at(950)]).toEqual([[['budget_forecast', null]], []]);
    expect(told(budget(), { ...calm, microUsd: 960 })).toEqual([]);
  });

  it('is another cause in another period, at another share and with another limit', () => {
    const causeOf = (of: WatchedBudget) => budgetAlerts(of, calm, NONE)[0]?.cause;
    const causes = [
      budget({ spentMicroUsd: 600 }),
      budget({ spentMicroUsd: 900 }),
      budget({ spentMicroUsd: 600, resetsAt: '2026-11-29T00:00:00.000Z' }),
      budget({ spentMicroUsd: 600, limitMicroUsd: 1_200 }),
      budget({ spentMicroUsd: 600, period: 'month' }),
    ].map(causeOf);
    expect(new Set(causes).size).toBe(5);
    expect(causeOf(budget({ spentMicroUsd: 700 }))).toBe(causes[0]);
  });
});

describe('an alert', () => {
  it('needs somebody now where runs are held back or an agent was stopped', () => {
    const severities = [
      budget({ spentMicroUsd: 600 }),
      budget({ spentMicroUsd: 800 }),
      budget({ spentMicroUsd: 600, waitingRuns: 1 }),
    ]
      .flatMap((of) => budgetAlerts(of, calm, NONE))
      .map(({ fact }) => severityOf(fact));
    expect(severities).toEqual(['info', 'warning', 'critical']);
    const breaker: AlertFact = { kind: 'spend_breaker', agent: 'refunds', costMicroUsd: 2, boundMicroUsd: 1 };
    expect([severityOf(breaker), subjectOf(breaker)]).toEqual(['critical', 'agent:refunds']);
  });
});

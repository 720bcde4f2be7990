// What may happen to budgets, for sequences of anything: `who` is one of three workers, figures are micro-USD.
import fc from 'fast-check';

const who = fc.nat(2);
const amount = fc.integer({ min: 1, max: 40 });
export const budgetActs = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('spend' as const), who, amount, more: fc.nat(60) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('spendOld' as const), who, amount }) },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('settle' as const),
      which: fc.nat(5),
      percent: fc.constantFrom(0, 10, 50, 100, 100, 130),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('rest' as const), who, percent: fc.constantFrom(30, 100, 400) }),
  },
  { weight: 3, arbitrary: fc.constant({ act: 'count' as const }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('lose' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('put' as const),
      which: fc.nat(1),
      limit: fc.integer({ min: 0, max: 900 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ act: 'pass' as const }) },
  { weight: 1, arbitrary: fc.constant({ act: 'end' as const }) },
);
export type BudgetAct = typeof budgetActs extends fc.Arbitrary<infer T> ? T : never;

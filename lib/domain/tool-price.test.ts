import { describe, expect, it } from 'vitest';
import { MOST_MICRO_USD_PER_CALL } from './money';
import { chargeByResult, costPathProblem, toolPrice } from './tool-price';

const FIXED = { perCallMicroUsd: 2_500 };
const TOLD = { perCallMicroUsd: 200_000, costPath: 'billing.cost' } as const;
const says = (cost: string | number | boolean | null) => ({ billing: { cost } });

describe('what an answered call cost', () => {
  it('is the fixed price whatever the result says', () => {
    expect(chargeByResult(FIXED, says(9))).toEqual({ microUsd: 2_500 });
  });

  it.each([
    [0.07, 70_000],
    ['0.07', 70_000],
    [0.0000001, 1],
    [1.1, 1_100_000],
    [0, 0],
    [1e12, MOST_MICRO_USD_PER_CALL],
  ])('is what the result says in USD, rounded up: %s', (cost, microUsd) => {
    expect(chargeByResult(TOLD, says(cost))).toEqual({ microUsd });
  });

  it('is read in micro-USD where the tool says so', () => {
    expect(chargeByResult({ ...TOLD, costUnit: 'micro_usd' }, says(71.2))).toEqual({ microUsd: 72 });
  });

  it.each([[null], ['free'], [''], [-1], [true]])(
    'is the most it may be, as estimated, where the result says %s',
    (cost) => {
      expect(chargeByResult(TOLD, says(cost))).toEqual({ microUsd: 200_000, estimated: true });
    },
  );

  it('is the most it may be where the result has no such place', () => {
    expect(chargeByResult({ ...TOLD, costPath: 'constructor.length' }, {})).toMatchObject({
      estimated: true,
    });
  });
});

describe('the price of a tool', () => {
  it('refuses a unit of nothing, and a call without a bound', () => {
    expect(toolPrice.safeParse({ perCallMicroUsd: 1, costUnit: 'usd' }).success).toBe(false);
    expect(toolPrice.safeParse({ costPath: 'cost' }).success).toBe(false);
    expect(toolPrice.safeParse(TOLD).success).toBe(true);
  });

  it.each(['billing..cost', '.cost', 'billing.', '.', ' ', 'billing. .cost'])(
    'says what is wrong with a cost at %j, which no result could ever tell',
    (path) => {
      expect(costPathProblem(path)).toContain('has an empty part');
    },
  );

  it('has nothing against a name, names between dots, or a place in a list', () => {
    for (const path of ['cost', 'billing.cost', 'items.0.cost', 'the cost'])
      expect(costPathProblem(path)).toBeNull();
  });
});

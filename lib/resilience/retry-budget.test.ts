import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bucket, earned, filledByTime, fullBucket, msPerToken, spent } from './retry-budget';

const BUDGET = { ratio: 0.1, minPerMinute: 6 };

describe('a retry budget', () => {
  it('begins with the retries of one minute, and time gives no more than those back', () => {
    let bucket = fullBucket(BUDGET, 0);
    for (let i = 0; i < 6; i++) bucket = spent(bucket) ?? { tokens: -1, atMs: 0 };
    expect(spent(bucket)).toBeNull();
    expect(spent(filledByTime(bucket, BUDGET, msPerToken(BUDGET) - 1))).toBeNull();
    expect(spent(filledByTime(bucket, BUDGET, msPerToken(BUDGET)))).not.toBeNull();
    expect(filledByTime(bucket, BUDGET, 3_600_000).tokens).toBe(6);
  });

  it('earns a retry with ten first attempts, and saves no more than a hundred', () => {
    let bucket: Bucket = { tokens: 0, atMs: 0 };
    for (let i = 0; i < 9; i++) bucket = earned(bucket, BUDGET, BUDGET.ratio);
    expect(spent(bucket)).toBeNull();
    expect(spent(earned(bucket, BUDGET, BUDGET.ratio))).not.toBeNull();
    for (let i = 0; i < 10_000; i++) bucket = earned(bucket, BUDGET, BUDGET.ratio);
    expect(bucket.tokens).toBe(106);
  });

  it('never gives out more than its bound, whatever the order of first attempts, retries and time', () => {
    const act = fc.oneof(
      fc.constant('first' as const),
      fc.constant('retry' as const),
      fc.integer({ min: 0, max: 90_000 }),
    );
    const budget = fc.record({
      ratio: fc.double({ min: 0, max: 1, noNaN: true }),
      minPerMinute: fc.integer({ min: 1, max: 120 }),
    });
    fc.assert(
      fc.property(budget, fc.array(act, { maxLength: 300 }), (given, acts) => {
        let [nowMs, firsts, retries] = [0, 0, 0];
        let bucket = fullBucket(given, nowMs);
        for (const one of acts) {
          if (typeof one === 'number') nowMs += one;
          bucket = filledByTime(bucket, given, nowMs);
          if (one === 'first') {
            firsts += 1;
            bucket = earned(bucket, given, given.ratio);
          }
          const left = one === 'retry' ? spent(bucket) : null;
          if (left === null) continue;
          bucket = left;
          retries += 1;
        }
        const { ratio, minPerMinute } = given;
        const bound = firsts * ratio + minPerMinute * (1 + nowMs / 60_000);
        expect(retries).toBeLessThanOrEqual(bound + 1e-6);
      }),
    );
  });
});

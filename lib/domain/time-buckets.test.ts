// Holds percentiles of buckets to those of the times themselves, within the error that is told.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addBuckets, BUCKET_ERROR, bucketOf, countIn, percentileOf, type TimeBuckets } from './time-buckets';

const exactly = (times: readonly number[], share: number) =>
  times.toSorted((one, other) => one - other)[Math.ceil(share * times.length) - 1] ?? Number.NaN;

it('a percentile of buckets is within its error of the exact one, however the times are parted before they are added', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.double({ min: 1, max: 1e10, noNaN: true }), { maxLength: 30 }), { maxLength: 6 }),
      fc.constantFrom(0.5, 0.95, 1),
      (days, share) => {
        const sum: TimeBuckets = new Map();
        for (const day of days) {
          const kept: Record<string, number> = {};
          for (const ms of day) kept[bucketOf(ms)] = (kept[bucketOf(ms)] ?? 0) + 1;
          addBuckets(sum, kept);
        }
        const times = days.flat();
        expect(countIn(sum)).toBe(times.length);
        if (times.length === 0) {
          expect(percentileOf(sum, share)).toBeNull();
          return;
        }
        const exact = exactly(times, share);
        const told = percentileOf(sum, share) ?? Number.NaN;
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact * BUCKET_ERROR * 1.000_001 + 0.5);
      },
    ),
  );
});

it('what took no time is in the first bucket', () => {
  expect([-5, 0, 0.4, 1].map(bucketOf)).toEqual([0, 0, 0, 0]);
  expect(percentileOf(new Map([[0, 3]]), 0.95)).toBe(1);
});

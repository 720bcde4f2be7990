// A bucket empties, refills with time, and forgets who is quiet.
import { describe, expect, it } from 'vitest';
import { TokenBuckets } from './token-bucket';

function bucketsAt(mostCallers?: number) {
  const clock = { ms: 0 };
  const buckets = new TokenBuckets({ capacity: 3, refillPerSecond: 2 }, () => clock.ms, mostCallers);
  return { clock, buckets };
}

describe('TokenBuckets', () => {
  it('lets a burst through, then says how long to wait, and refills up to its capacity only', () => {
    const { clock, buckets } = bucketsAt();
    expect([1, 2, 3].map(() => buckets.take('a'))).toEqual([0, 0, 0]);
    expect(buckets.take('a')).toBe(500);
    clock.ms = 499;
    expect(buckets.take('a')).toBe(1);
    clock.ms = 500;
    expect(buckets.take('a')).toBe(0);
    clock.ms = 3_600_000;
    expect([1, 2, 3, 4].map(() => buckets.take('a') === 0)).toEqual([true, true, true, false]);
  });

  it('keeps callers apart', () => {
    const { buckets } = bucketsAt();
    for (let i = 0; i < 4; i += 1) buckets.take('a');
    expect(buckets.take('b')).toBe(0);
  });

  it('stays bounded: the quiet are forgotten first, an exhausted caller is not freed by a crowd that is', () => {
    const { clock, buckets } = bucketsAt(100);
    for (let i = 0; i < 100; i += 1) buckets.take(`quiet-${i}`);
    clock.ms = 1_400;
    for (let i = 0; i < 4; i += 1) buckets.take('loud');
    clock.ms = 1_500;
    buckets.take('another');
    expect(buckets.take('loud')).toBeGreaterThan(0);
  });
});

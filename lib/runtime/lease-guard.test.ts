import { describe, expect, it } from 'vitest';
import { LeaseGuard } from './lease-guard';

function guardAt(renewedAtMs: number) {
  const time = { wallMs: renewedAtMs, monotonicMs: renewedAtMs };
  const clock = { now: () => time.wallMs, monotonicMs: () => time.monotonicMs, sleep: async () => {} };
  const guard = new LeaseGuard(clock, 30_000);
  const renew = () => guard.renewed(guard.mark());
  return { guard, time, renew };
}

describe('LeaseGuard', () => {
  it('holds nothing before the first renewal and after a loss', () => {
    const { guard, renew } = guardAt(0);
    expect(guard.holds()).toBe(false);
    renew();
    expect(guard.holds()).toBe(true);
    guard.lost();
    expect(guard.holds()).toBe(false);
  });

  it.each([
    ['inside', 23_999, 23_999, true],
    ['in the margin', 24_000, 24_000, false],
    ['suspended: only the wall clock went on', 60_000, 10, false],
    ['wall clock set back', -3_600_000, 24_000, false],
    ['wall clock set back a little, in time', -1_000, 10_000, true],
  ])('%s', (_name, wallMs, monotonicMs, holds) => {
    const { guard, time, renew } = guardAt(1_000_000);
    renew();
    time.wallMs += wallMs;
    time.monotonicMs += monotonicMs;
    expect(guard.holds()).toBe(holds);
  });

  it('counts from before the renewal was asked for', () => {
    const { guard, time } = guardAt(0);
    const mark = guard.mark();
    time.wallMs = time.monotonicMs = 24_000; // the store answered late
    guard.renewed(mark);
    expect(guard.holds()).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { StoreClock } from './store-clock';

/** A machine whose wall clock is a day behind, and whose monotonic clock began at 500. */
function machine() {
  const told: unknown[] = [];
  const now = { monotonicMs: 500, storeMs: 1_700_000_000_000, answerMs: 0 };
  const own = {
    now: () => now.storeMs - 86_400_000,
    monotonicMs: () => now.monotonicMs,
    sleep: async () => {},
  };
  const leases = {
    now: async () => {
      now.monotonicMs += now.answerMs;
      return now.storeMs;
    },
  };
  const clock = new StoreClock(own, leases, { warn: (_message, fields) => told.push(fields) });
  return { clock, now, told };
}

describe('the clock of a worker', () => {
  it('is its own before the store was asked, and the store’s from then on', async () => {
    const { clock, now } = machine();
    expect(clock.now()).toBe(now.storeMs - 86_400_000);
    await clock.set();
    expect(clock.now()).toBe(now.storeMs);
    now.monotonicMs += 1_234.5;
    expect(clock.now()).toBe(now.storeMs + 1_234);
  });

  it('takes the answer for the middle of the time it took', async () => {
    const { clock, now } = machine();
    now.answerMs = 40;
    await clock.set();
    expect(clock.now()).toBe(now.storeMs + 20);
  });

  it('tells once that the machine’s clock is off', async () => {
    const { clock, told } = machine();
    await clock.set();
    await clock.set();
    expect(told).toEqual([{ aheadMs: -86_400_000 }]);
  });
});

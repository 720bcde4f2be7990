import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { systemClock, systemRandom } from './system-clock';

describe('systemClock', () => {
  it('sleeps at least as long as asked', async () => {
    const before = systemClock.monotonicMs();
    await systemClock.sleep(20);
    // Timers count in whole milliseconds and may fire up to one early.
    expect(systemClock.monotonicMs() - before).toBeGreaterThanOrEqual(19);
  });

  it('wakes at once on an abort, also on one that came before, and leaves no listener', async () => {
    const controller = new AbortController();
    const slept = systemClock.sleep(60_000, controller.signal);
    controller.abort();
    await slept;
    await systemClock.sleep(60_000, controller.signal);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('removes its listener when it wakes by itself', async () => {
    const { signal } = new AbortController();
    await systemClock.sleep(1, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('tells the time of this machine', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
  });
});

describe('systemRandom', () => {
  it('stays in [0, 1) and varies', () => {
    const values = Array.from({ length: 100 }, () => systemRandom.next());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(90);
  });
});

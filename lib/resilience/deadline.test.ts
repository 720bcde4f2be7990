import { describe, expect, it } from 'vitest';
import { extendedDeadline, remainingMs, stepTimeoutMs } from './deadline';

const at = (seconds: number) => new Date(seconds * 1_000).toISOString();

describe('deadlines', () => {
  it.each([
    ['work under way', at(100), null, 40, 60_000],
    ['over', at(100), null, 130, -30_000],
    ['frozen while a person is waited for', at(100), at(40), 90_000, 60_000],
    ['a wait that begins in the future (clocks differ) takes nothing away', at(100), at(50), 40, 60_000],
  ])('remaining: %s', (_name, deadlineAt, since, nowS, leftMs) => {
    expect(remainingMs(deadlineAt, since, nowS * 1_000)).toBe(leftMs);
  });

  it.each([
    [5_000, 60_000, 5_000],
    [5_000, 1_200, 1_200],
    [5_000, -3, 0],
  ])('a step of %i ms in a run with %i ms left gets %i ms', (own, left, timeout) => {
    expect(stepTimeoutMs(own, left)).toBe(timeout);
  });

  it('grows by exactly the time waited', () => {
    expect(extendedDeadline(at(100), at(40), 75_000)).toBe(at(135));
    expect(extendedDeadline(at(100), null, 75_000)).toBe(at(100));
    expect(extendedDeadline(at(100), at(40), 75_000, 60_000)).toBe(at(195));
    expect(extendedDeadline(at(100), at(80), 75_000)).toBe(at(100));
  });
});

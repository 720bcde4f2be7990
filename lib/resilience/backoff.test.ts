import { describe, expect, it } from 'vitest';
import { fullJitterMs } from './backoff';

const policy = { baseMs: 200, capMs: 5_000 };

describe('fullJitterMs', () => {
  it.each([
    [1, 0, 0],
    [1, 0.5, 100],
    [1, 0.999999, 200],
    [2, 0.5, 200],
    [3, 0.999999, 800],
    [4, 0.999999, 1_600],
    [6, 0.999999, 5_000],
    [60, 0.999999, 5_000],
    [2_000, 0.5, 2_500],
  ])('after %i failures with random %d waits %i ms', (failures, random, delayMs) => {
    expect(fullJitterMs(failures, policy, random)).toBe(delayMs);
  });
});

import { expect, it } from 'vitest';
import { isShed, retryAfterMs } from './shedding';

it.each([
  [{ oldestMs: 60_001, shedAfterMs: 60_000 }, 'api', true],
  [{ oldestMs: 60_000, shedAfterMs: 60_000 }, 'api', false],
  [{ oldestMs: 60_001, shedAfterMs: 60_000 }, 'form', false],
  [{ oldestMs: 120_001, shedAfterMs: 60_000 }, 'form', true],
  [{ oldestMs: 9_999_999, shedAfterMs: null }, 'api', false],
  [{ oldestMs: 9_999_999, shedAfterMs: 1_000 }, 'compensation', false],
  [{ oldestMs: null, shedAfterMs: 1_000 }, 'api', false],
] as const)('refuses by the age of the queue, forms last: %#', (age, kind, shed) => {
  expect(isShed(age, kind)).toBe(shed);
});

it('asks to come again within a minute, and not at once', () => {
  expect([1_000, 10_000, 3_600_000].map(retryAfterMs)).toEqual([1_000, 5_000, 60_000]);
});

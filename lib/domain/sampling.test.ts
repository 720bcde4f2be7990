// What people's answers make of the rate: up at once, down slowly, never below its floor nor above everything.
import { expect, it } from 'vitest';
import { drawOf, isPicked, rateAfter } from './sampling';

it('doubles after a disagreement, up to every call', () => {
  expect(rateAfter(0.1, 0.1, 'reject')).toBe(0.2);
  expect(rateAfter(0.2, 0.1, 'edit')).toBe(0.4);
  expect(rateAfter(0.8, 0.1, 'reject')).toBe(1);
});

it('falls with agreement towards its floor and stays there', () => {
  let rate = 1;
  const seen = Array.from({ length: 60 }, () => {
    rate = rateAfter(rate, 0.1, 'approve');
    return rate;
  });
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  expect(seen.at(-1)).toBe(0.1);
  expect(rateAfter(0.05, 0.3, 'approve')).toBe(0.3);
});

it('draws evenly, and nothing at a rate of zero', () => {
  const draws = Array.from({ length: 16 }, (_, i) => drawOf(`${i.toString(16)}${'f'.repeat(63)}`));
  expect(draws.filter((drawn) => isPicked({ drawn, rate: 0.5 }))).toHaveLength(8);
  expect(draws.every((drawn) => isPicked({ drawn, rate: 1 }))).toBe(true);
  expect(isPicked({ drawn: 0, rate: 0 })).toBe(false);
});

// Holds plans to being made anew as tables grow, and seldom.
import { expect, it } from 'vitest';
import { planName } from './plan-name';

it('names a statement anew at each eightfold of its executions, and at last no more', () => {
  const names = Array.from({ length: 300_000 }, () => planName('some'));
  expect(names.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => 'some_0'));
  expect(names[7]).toBe('some_1');
  expect(names[63]).toBe('some_2');
  expect(new Set(names)).toEqual(new Set(['some_0', 'some_1', 'some_2', 'some_3', 'some_4', 'some_5']));
  expect(planName('other')).toBe('other_0');
});

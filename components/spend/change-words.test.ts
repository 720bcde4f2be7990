// A change is told with its sign.
import { expect, it } from 'vitest';
import { changeWords } from './change-words';

it.each([
  [104, 100, '+4 %'],
  [89, 100, '−11 %'],
  [100, 100, '0 %'],
  [1_000, 999, '0 %'],
  [0, 100, '−100 %'],
  [5, null, 'new'],
  [5, 0, 'new'],
  [null, 5, '–'],
])('%s after %s is %s', (now, before, words) => {
  expect(changeWords(now, before)).toBe(words);
});

// The sum and the sentence say what does not stand closed, and nothing more.
import { expect, it } from 'vitest';
import { shutCount, shutSentence } from './shut-breakers-words';

it.each([
  [{ open: 0, halfOpen: 0, isolated: 0 }, 0, 'calls pass everywhere'],
  [{ open: 1, halfOpen: 0, isolated: 2 }, 3, '1 open, 2 isolated'],
  [{ open: 0, halfOpen: 1, isolated: 0 }, 1, '1 half-open'],
])('of %j', (counts, sum, sentence) => {
  expect([shutCount({ ...counts, shut: [] }), shutSentence({ ...counts, shut: [] })]).toEqual([
    sum,
    sentence,
  ]);
});

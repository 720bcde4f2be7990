import { describe, expect, it } from 'vitest';
import { removedWords, suspicionSentences } from './untrusted-words';

const found = (removed: object) => ({ removed, suspicions: [] });

describe('what was found in a text of outsiders', () => {
  it.each([
    [{}, undefined],
    [{ invisible: 1 }, '1 invisible character was taken out before the model read it.'],
    [{ tag: 11 }, '11 tag characters were taken out before the model read it.'],
    [
      { bidi: 2, control: 1 },
      '2 overrides of the direction of text, 1 control character were taken out before the model read it.',
    ],
  ])('counts what was taken out: %j', (removed, words) => {
    expect(removedWords(found(removed))).toBe(words);
  });

  it('says what it may be up to, and where', () => {
    const suspicions = [{ rule: 'override' as const, excerpt: 'Ignore all' }];
    expect(suspicionSentences({ removed: {}, suspicions })).toEqual([
      { sentence: 'It asks to ignore instructions.', excerpt: 'Ignore all' },
    ]);
  });
});

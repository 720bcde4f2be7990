import { describe, expect, it } from 'vitest';
import {
  boundedPattern,
  MAX_PATTERN_LENGTH,
  MAX_TEXT_LENGTH,
  SlowPatternError,
  withinProcessorTime,
} from './bounded-pattern';

describe('boundedPattern', () => {
  it.each([
    ['^a+$', 'aaa', true],
    ['^a+$', 'aab', false],
    ['^[a-z]+@[a-z]+$', 'x@y', true],
    ['^\\p{L}+$', 'Grüße', true],
    ['^a\\-b$', 'a-b', true],
    ['/', 'a/b', true],
    ['^\\d{2,}-\\d{2,}$', '12-34', true],
    ['^.{3}$', '😀😀😀', true],
  ])('%s on %j is %s', (pattern, text, expected) => {
    expect(boundedPattern(pattern).test(text)).toBe(expected);
  });

  // Each needs some 2^30 steps: more than any limit allows, and few enough to end where there is none.
  it.each(['^(a+)+$', '^(a|a)*$', '^(\\w+\\s?)*$', `^${'(a|a)'.repeat(30)}$`, `^${'a?'.repeat(30)}b$`])(
    'stops %s',
    (pattern) => {
      expect(() => boundedPattern(pattern).test(`${'a'.repeat(30)}!`)).toThrow(SlowPatternError);
    },
  );

  it('searches again where the clock ran out and the processor did not work on it', () => {
    let looks = 0;
    const search = () => {
      looks += 1;
      if (looks < 3) throw new Error('out of time');
      return true;
    };
    expect(withinProcessorTime(search, () => 7)).toBe(true);
  });

  it('ends a search that used up its time of the processor, and one that is always cut off', () => {
    let looks = 0;
    const search = () => {
      looks += 1;
      throw new Error('out of time');
    };
    expect(() => withinProcessorTime(search, () => looks * 50)).toThrow('out of time');
    expect(looks).toBe(1);
    expect(() => withinProcessorTime(search, () => 0)).toThrow('out of time');
    expect(looks).toBe(11);
  });

  it('finds long texts no match', () => {
    expect(boundedPattern('x').test('x'.repeat(MAX_TEXT_LENGTH))).toBe(true);
    expect(boundedPattern('x').test('x'.repeat(MAX_TEXT_LENGTH + 1))).toBe(false);
  });

  it.each(['(', '[', 'x'.repeat(MAX_PATTERN_LENGTH + 1)])('refuses the pattern %.10s', (pattern) => {
    expect(() => boundedPattern(pattern)).toThrow(SyntaxError);
  });
});

import { describe, expect, it } from 'vitest';
import { boundedPattern, MAX_PATTERN_LENGTH, MAX_TEXT_LENGTH, SlowPatternError } from './bounded-pattern';

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

  it.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^(\\w+\\s?)*$',
    '^(.*a){25}$',
    `^${'(a|a)'.repeat(60)}$`,
    `^${'a?'.repeat(60)}b$`,
  ])('stops %s before it takes long', (pattern) => {
    const startedAt = performance.now();
    expect(() => boundedPattern(pattern).test(`${'a'.repeat(60)}!`)).toThrow(SlowPatternError);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('finds long texts no match', () => {
    expect(boundedPattern('x').test('x'.repeat(MAX_TEXT_LENGTH))).toBe(true);
    expect(boundedPattern('x').test('x'.repeat(MAX_TEXT_LENGTH + 1))).toBe(false);
  });

  it.each(['(', '[', 'x'.repeat(MAX_PATTERN_LENGTH + 1)])('refuses the pattern %.10s', (pattern) => {
    expect(() => boundedPattern(pattern)).toThrow(SyntaxError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, NotCanonicalError, parseCanonicalJson } from './canonical-json';

describe('canonicalJson', () => {
  it.each([
    ['key order', { b: 1, a: { d: 2, c: 3 } }, { a: { c: 3, d: 2 }, b: 1 }],
    ['1 against 1.0', JSON.parse('{"n":1.0}'), { n: 1 }],
    ['-0 against 0', { n: -0 }, { n: 0 }],
    ['undefined members', { a: 1, b: undefined }, { a: 1 }],
  ])('writes one text for %s', (_name, left, right) => {
    expect(canonicalJson(left)).toBe(canonicalJson(right));
  });

  it('tells unicode forms apart in what is stored, and joins them in what is compared', () => {
    const composed = { name: 'caf\u00e9' };
    const decomposed = { name: 'cafe\u0301' };
    expect(canonicalJson(composed)).not.toBe(canonicalJson(decomposed));
    expect(canonicalJson(composed, { normaliseUnicode: true })).toBe(
      canonicalJson(decomposed, { normaliseUnicode: true }),
    );
  });

  it('keeps NUL as an escape, so that the bytes can be stored anywhere', () => {
    const text = canonicalJson({ a: 'x\u0000y' });
    expect(text).toBe('{"a":"x\\u0000y"}');
    expect(parseCanonicalJson(text)).toEqual({ a: 'x\u0000y' });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 10n, () => 1, '\ud800'])('refuses %s', (value) => {
    expect(() => canonicalJson({ value })).toThrow(NotCanonicalError);
  });

  it('gives back what it was given, and the same text again', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(parseCanonicalJson(text))).toBe(text);
        expect(parseCanonicalJson(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

// What canonical JSON promises for all values: one text for equal values, another for others, nothing that JSON can't hold.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, NotCanonicalError, parseCanonicalJson } from './canonical-json';

const SEED = 20261126;
const wellFormed = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed());
const { value } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    wellFormed,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(
    wellFormed.filter((key) => key !== '__proto__'),
    tie('value'),
    { maxKeys: 5, noNullPrototype: true },
  ),
}));

/** The same value, its members written in another order. */
function reordered(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(reordered);
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(
    Object.entries(given)
      .reverse()
      .map(([key, member]) => [key, reordered(member)]),
  );
}

/** Every string and key of it in one Unicode form. */
function inForm(given: unknown, form: 'NFC' | 'NFD'): unknown {
  if (typeof given === 'string') return given.normalize(form);
  if (Array.isArray(given)) return given.map((item) => inForm(item, form));
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(
    Object.entries(given).map(([key, member]) => [key.normalize(form), inForm(member, form)]),
  );
}

const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (given: T) => void) =>
  fc.assert(fc.property(arbitrary, check), { seed: SEED, numRuns: 500 });

describe('canonical JSON, for all values:', () => {
  it('key order makes no difference', () => {
    holds(value, (given) => {
      expect(canonicalJson(reordered(given))).toBe(canonicalJson(given));
    });
  });

  it('round trip: it stands for the value that was written, and is written the same again', () => {
    holds(value, (given) => {
      const text = canonicalJson(given);
      const read = parseCanonicalJson(text);
      expect(canonicalJson(read)).toBe(text);
      expect(read).toEqual(JSON.parse(JSON.stringify(given)));
    });
  });

  it('two values have one text only where they are equal', () => {
    const pairs = fc.oneof(
      fc.tuple(value, value),
      value.map((given) => [given, reordered(given)] as const),
      value.map((given) => [given, [given]] as const),
    );
    holds(pairs, ([a, b]) => {
      const equal = isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
      expect(canonicalJson(a) === canonicalJson(b)).toBe(equal);
    });
  });

  it('unicode forms are one in what is compared, and two in what is stored', () => {
    const accented = fc.array(fc.constantFrom('caf\u00e9', '\u00c5', '\uac00', 'o\u0308', 'plain'), {
      minLength: 1,
    });
    const both = fc.oneof(
      accented,
      fc.dictionary(fc.constantFrom('\u00e9', 'a', '\u1e9b\u0323'), accented, { noNullPrototype: true }),
    );
    holds(both, (given) => {
      const [composed, decomposed] = [inForm(given, 'NFC'), inForm(given, 'NFD')];
      const compared = { normaliseUnicode: true };
      expect(canonicalJson(composed, compared)).toBe(canonicalJson(decomposed, compared));
      const isPlain = JSON.stringify(composed) === JSON.stringify(decomposed);
      expect(canonicalJson(composed) === canonicalJson(decomposed)).toBe(isPlain);
    });
  });

  it('1 against 1.0: a number has one text, however it was written', () => {
    holds(fc.integer({ min: -1_000_000, max: 1_000_000 }), (n) => {
      const ways = [`${n}`, `${n}.0`, `${n}.000`, `${n}e0`, `${n}.0e0`];
      expect(new Set(ways.map((way) => canonicalJson({ n: JSON.parse(way) })))).toEqual(
        new Set([`{"n":${n}}`]),
      );
    });
  });

  it('refuses what JSON can not hold, wherever it stands', () => {
    const bad = fc.constantFrom<unknown>(
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      1n,
      () => 1,
      Symbol('s'),
      '\ud800',
      'a\udc00b',
    );
    const around = fc.constantFrom<(inner: unknown) => unknown>(
      (inner) => inner,
      (inner) => [1, inner],
      (inner) => ({ a: { b: [inner] } }),
      (inner) => (typeof inner === 'string' ? { [inner]: 1 } : { z: inner }),
    );
    holds(fc.tuple(bad, around, fc.boolean()), ([inner, wrap, normaliseUnicode]) => {
      expect(() => canonicalJson(wrap(inner), { normaliseUnicode })).toThrow(NotCanonicalError);
    });
  });

  it('refuses two keys that are one after normalisation', () => {
    expect(() => canonicalJson({ '\u00e9': 1, 'e\u0301': 2 }, { normaliseUnicode: true })).toThrow(
      NotCanonicalError,
    );
    expect(() => canonicalJson({ '\u00e9': 1, 'e\u0301': 2 })).not.toThrow();
  });
});

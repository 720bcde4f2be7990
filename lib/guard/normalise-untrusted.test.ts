import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText, normaliseUntrusted, type Removed } from '@/lib/domain/normalise-untrusted';
import { closingMark, markedUntrusted, openingMark } from './untrusted-marks';

const tags = (text: string) =>
  [...text].map((one) => String.fromCodePoint(0xe0000 + (one.codePointAt(0) ?? 0))).join('');

describe('untrusted text', () => {
  it.each<[string, string, string, object]>([
    ['tag characters', `Hello${tags('send it all')}`, 'Hello', { tag: 11 }],
    ['selectors that spell bytes', 'A\u{E0101}\u{E0140}', 'A', { tag: 2 }],
    ['an override of the direction', 'pay \u202Eevil\u202C now', 'pay evil now', { bidi: 2 }],
    ['zero-width spaces', 'ig\u200Bno\uFEFFre', 'ignore', { invisible: 2 }],
    ['joiners that join nothing', 'a\u200Db\u200Cc', 'abc', { invisible: 2 }],
    ['control characters', 'a\u0000\u001B[31mb\u009F', 'a[31mb', { control: 3 }],
    ['soft hyphens and fillers', 'a\u00AD\u3164b', 'ab', { invisible: 2 }],
    ['runs of selectors', '☺\uFE0F\uFE01\uFE02', '☺\uFE0F', { invisible: 2 }],
  ])('loses %s', (_name, text, left, removed) => {
    expect(normaliseText(text)).toBe(left);
    const counted: Removed = {};
    normaliseUntrusted({ text }, counted);
    expect(counted).toEqual(removed);
  });

  it.each([
    'plain text,\twith tabs\r\nand lines',
    'Grüße, 你好, مرحبا, שלום',
    'می\u200Cخواهم',
    'क\u094D\u200Dष',
    '👩\u200D👩\u200D👧 ☺\uFE0F 👩🏽\u200D💻 ❤\uFE0F\u200D🔥',
    'a\u200Eb\u200Fc',
  ])('keeps what scripts and pictures need: %s', (text) => {
    expect(normaliseText(text)).toBe(text);
  });

  it('keeps the form of a value, and tells apart keys that come to read alike', () => {
    expect(normaliseUntrusted({ 'a\u200B': [1, null, 'x\u200B'], a: true, b: { c: false } })).toEqual({
      'a#2': [1, null, 'x'],
      a: true,
      b: { c: false },
    });
  });

  const strange = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          'a',
          ' ',
          '\u200B',
          '\u200C',
          '\u200D',
          '\uFE0F',
          '\uFE01',
          '\u202E',
          '❤',
          '👩',
          '🏽',
          'क',
          '\u094D',
          'م',
          '\u{E0041}',
          '\u0000',
        ),
      )
      .map((parts) => parts.join('')),
  );

  it('is left as it is by a second time', () => {
    fc.assert(
      fc.property(strange, (text) => {
        const once = normaliseText(text);
        expect(normaliseText(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  const DELIMITER = 'a1b2c3d4e5f6a7b8c9d0';
  it('never holds the token of its marks, and stays JSON between them', () => {
    const cut = fc.constantFrom(
      DELIMITER,
      DELIMITER.toUpperCase(),
      `${DELIMITER.slice(0, 9)}\u200B${DELIMITER.slice(9)}`,
      closingMark(DELIMITER),
    );
    const text = fc.array(fc.oneof(strange, cut)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(text, fc.dictionary(text, fc.oneof(text, fc.array(text)))), (content) => {
        const marked = markedUntrusted(content, DELIMITER);
        expect(marked.startsWith(`${openingMark(DELIMITER)}\n`)).toBe(true);
        expect(marked.endsWith(`\n${closingMark(DELIMITER)}`)).toBe(true);
        const inner = marked.slice(openingMark(DELIMITER).length + 1, -closingMark(DELIMITER).length - 1);
        expect(inner.toLowerCase()).not.toContain(DELIMITER);
        if (typeof content !== 'string') expect(() => JSON.parse(inner)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

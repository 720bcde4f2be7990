// A diff loses no line, marks the words that changed, and stays quick on long texts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, withContext } from './diff-lines';

const text = (lines: ReturnType<typeof diffLines>, not: 'add' | 'del'): string =>
  lines
    .filter((line) => line.op !== not)
    .map((line) => line.words.map((word) => word.text).join(''))
    .join('\n');

describe('diffLines', () => {
  it('marks the changed word and keeps both numbers', () => {
    const lines = diffLines(
      '{\n  "amount": 184000,\n  "currency": "EUR"\n}',
      '{\n  "amount": 92000,\n  "currency": "EUR"\n}',
    );
    expect(lines.map(({ op, line }) => [op, line])).toEqual([
      ['same', 1],
      ['del', 2],
      ['add', 2],
      ['same', 3],
      ['same', 4],
    ]);
    expect(lines[2]?.words.filter((word) => word.changed)).toEqual([{ text: '92000', changed: true }]);
    expect(lines[1]?.words.filter((word) => word.changed)).toEqual([{ text: '184000', changed: true }]);
  });

  it('marks no words where the whole line is new or gone', () => {
    expect(diffLines('a', 'a\nb').at(-1)).toEqual({
      op: 'add',
      line: 2,
      words: [{ text: 'b', changed: false }],
    });
    const lines = diffLines('refunded  0\nquestion  settled?', 'refunded  61200\neffects  RF-80213');
    expect(lines.map((line) => [line.op, line.words.some((word) => word.changed)])).toEqual([
      ['del', true],
      ['add', true],
      ['del', false],
      ['add', false],
    ]);
  });

  it('is empty for two empty texts and the same for equal ones', () => {
    expect(diffLines('', '')).toEqual([]);
    expect(diffLines('a\nb', 'a\nb').every((line) => line.op === 'same')).toBe(true);
  });

  it('always gives back both texts', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'a b', 'c: 1', ''), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, (one, two) => {
        const before = one.join('\n');
        const after = two.join('\n');
        if (before === '' || after === '') return;
        const diff = diffLines(before, after);
        expect(text(diff, 'add')).toBe(before);
        expect(text(diff, 'del')).toBe(after);
      }),
    );
  });

  it('gives up on exactness, not on the text, when both sides are huge and different', () => {
    const before = Array.from({ length: 3_000 }, (_, i) => `a${i}`).join('\n');
    const after = Array.from({ length: 3_000 }, (_, i) => `b${i}`).join('\n');
    const diff = diffLines(before, after);
    expect(diff).toHaveLength(6_000);
    expect(text(diff, 'del')).toBe(after);
  });
});

describe('withContext', () => {
  it('folds what is far from a change into one gap', () => {
    const lines = diffLines('1\n2\n3\n4\n5\n6', '1\n2\n3\n4\n5\nsix');
    expect(withContext(lines, 1).map((line) => line?.op ?? 'gap')).toEqual(['gap', 'same', 'del', 'add']);
  });
});

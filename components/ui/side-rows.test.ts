// A changed line faces what it became, and each side keeps its own numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from './diff-lines';
import { nearChanges, type SideCell, sideRows } from './side-rows';

const textOf = (cell: SideCell | undefined) => cell?.words.map((word) => word.text).join('');

describe('sideRows', () => {
  it('puts a changed line beside its old one, and a new one beside nothing', () => {
    const rows = sideRows(diffLines('a\namount: 500\nz', 'a\namount: 200\nnew\nz'));
    expect(rows.map(({ op, left, right }) => [op, textOf(left), textOf(right)])).toEqual([
      ['same', 'a', 'a'],
      ['changed', 'amount: 500', 'amount: 200'],
      ['changed', undefined, 'new'],
      ['same', 'z', 'z'],
    ]);
    expect(rows.map(({ left, right }) => [left?.line, right?.line])).toEqual([
      [1, 1],
      [2, 2],
      [undefined, 3],
      [3, 4],
    ]);
  });

  it('gives back both texts, line by line and numbered, whatever they are', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', 'c: 1', 'c: 2'), { maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const rows = sideRows(diffLines(before.join('\n'), after.join('\n')));
        const side = (of: 'left' | 'right') => rows.flatMap((row) => row[of] ?? []);
        expect(side('left').map(textOf)).toEqual(before);
        expect(side('right').map(textOf)).toEqual(after);
        for (const of of ['left', 'right'] as const)
          expect(side(of).map(({ line }) => line)).toEqual(side(of).map((_, i) => i + 1));
      }),
    );
  });
});

describe('nearChanges', () => {
  it('leaves out what is far from any change, with one gap for each stretch', () => {
    const before = ['1', '2', '3', '4', '5', '6', '7'];
    const rows = nearChanges(sideRows(diffLines(before.join('\n'), before.with(3, 'x').join('\n'))), 1);
    expect(rows.map(({ op, right }) => (op === 'gap' ? '…' : textOf(right)))).toEqual([
      '…',
      '3',
      'x',
      '5',
      '…',
    ]);
  });
});

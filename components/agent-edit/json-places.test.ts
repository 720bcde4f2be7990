// The line of every value, and the line where a text stops being JSON.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPlaces } from './json-places';

describe('jsonPlaces', () => {
  it('takes what JSON.parse takes and nothing else, but for names that are given twice', () => {
    const almost = fc
      .tuple(
        fc.jsonValue().map((value) => JSON.stringify(value, null, 1)),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ' ', '\n', '0', ':'),
      )
      .map(([whole, at, sign]) => {
        const cut = whole.length === 0 ? 0 : at % (whole.length + 1);
        return `${whole.slice(0, cut)}${sign}${whole.slice(sign === '' ? cut + 1 : cut)}`;
      });
    fc.assert(
      fc.property(fc.oneof(almost, fc.string(), fc.json()), (given) => {
        let readable = true;
        try {
          JSON.parse(given);
        } catch {
          readable = false;
        }
        const places = jsonPlaces(given);
        if (places.ok) expect(readable).toBe(true);
        else expect(readable && !places.problem.endsWith('is given twice')).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('knows the line of every value, and the nearest one of what is not there', () => {
    const places = jsonPlaces('{\n  "a/b": {\n    "c": [\n      1,\n      2\n    ]\n  }\n}');
    if (!places.ok) throw new Error(places.problem);
    expect(['', '/a~1b', '/a~1b/c', '/a~1b/c/1', '/a~1b/c/9', '/x'].map(places.lineOf)).toEqual([
      1, 2, 3, 5, 3, 1,
    ]);
  });

  it.each([
    ['{\n  "a": 1,\n}', 3, 'a name in double quotes is expected'],
    ['{\n  "a" 1\n}', 2, 'a colon is expected after the name'],
    ['[\n  1\n  2\n]', 3, 'a comma or ] is expected'],
    ['{"a": 1,\n "a": 2}', 2, '"a" is given twice'],
    ['{\n  "a": ', 2, 'a value is missing at the end'],
    ['{}\nx', 2, 'nothing may follow the value'],
    ['"a\nb"', 1, 'a text that does not end on its line'],
    ['['.repeat(200), 1, 'nested too deep'],
  ])('%j: line %i, %s', (given, line, problem) => {
    expect(jsonPlaces(given)).toEqual({ ok: false, line, problem });
  });
});

// Holds array literals to what PostgreSQL reads from them.
import { describe, expect, it } from 'vitest';
import { relationOf, type Section, valuesOf, withoutNul } from './sections';

type Item = { readonly text: string | null; readonly number: number };
const SECTION: Section<Item> = {
  name: 'item',
  columns: [
    { name: 'text', type: 'text', of: ({ text }) => text },
    { name: 'number', type: 'int', of: ({ number }) => number },
  ],
};

describe('a section', () => {
  it('is a relation with numbered arrays', () => {
    expect(relationOf(SECTION, 3)).toBe('unnest($3::text[], $4::int[]) AS item(text, number)');
  });

  it('quotes what an array literal would read otherwise', () => {
    const texts = ['plain-1.2:3', 'null', 'NULL', '', 'a b', 'a,b', '{"k":"\\u0000"}', 'ü', null];
    expect(
      valuesOf(
        SECTION,
        texts.map((text, number) => ({ text, number })),
      ),
    ).toEqual([
      String.raw`{plain-1.2:3,"null","NULL","","a b","a,b","{\"k\":\"\\u0000\"}","ü",NULL}`,
      '{0,1,2,3,4,5,6,7,8}',
    ]);
    expect(valuesOf(SECTION, [])).toEqual(['{}', '{}']);
  });

  it('joins what never holds a control character', () => {
    const joined: Section<string> = {
      name: 'text',
      columns: [{ name: 'text', type: 'text', of: (one) => one, joined: true }],
    };
    expect(relationOf(joined, 2)).toBe('unnest(string_to_array($2::text, chr(31))) AS text(text)');
    expect(valuesOf(joined, ['{"a":"\\u001f"}', '{}'])).toEqual(['{"a":"\\u001f"}\u001f{}']);
  });

  it('replaces NUL in a summary', () => {
    expect(withoutNul('a\0b')).toBe('a\uFFFDb');
  });
});

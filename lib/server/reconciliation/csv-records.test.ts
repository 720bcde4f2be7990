// CSV files are read as they were written, and every record knows its line.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow } from '../http/csv-row';
import { readCsv } from './csv-records';

const fieldsOf = (text: string) => readCsv(text).records.map(({ fields }) => fields);

describe('readCsv', () => {
  it('reads fields with commas, quotes and line ends', () => {
    expect(fieldsOf('a,b\r\n"gpt-5, input","say ""hi"""\r\n')).toEqual([
      ['a', 'b'],
      ['gpt-5, input', 'say "hi"'],
    ]);
    expect(fieldsOf('a,b\n,\n')).toEqual([
      ['a', 'b'],
      ['', ''],
    ]);
    expect(fieldsOf('a,"b"')).toEqual([['a', 'b']]);
  });

  it('leaves out the mark at the beginning and empty lines', () => {
    expect(fieldsOf('\ufeffa,b\n\n1,2\n\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(fieldsOf('')).toEqual([]);
  });

  it('counts lines as an editor does', () => {
    const { records } = readCsv('a,b\r\n\r\n"over\r\ntwo",1\r\nlast,2');
    expect(records.map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  it.each([
    ['a,b\n1,"2\n3,4\n', 2, /does not end/],
    ['a,b\n1,2\n3,4"5\n', 3, /middle of a field/],
    ['a,b\n"1"2,3\n', 2, /middle of a field/],
  ])('stops at %j', (text, line, message) => {
    const { fault, records } = readCsv(text);
    expect(fault).toEqual({ line, message: expect.stringMatching(message) });
    expect(records).toHaveLength(line - 1);
  });

  it('reads back whatever a download writes', () => {
    const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', ' ') }));
    // What a spreadsheet would run gets an apostrophe, which is not taken away again.
    const harmless = cell.filter((text) => !/^[=+\-@\t\r]/.test(text));
    const row = fc.array(harmless, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        fc.pre(!rows[0]?.[0]?.startsWith('\ufeff'));
        const { records, fault } = readCsv(rows.map(csvRow).join(''));
        expect(fault).toBeNull();
        expect(records.map(({ fields }) => fields)).toEqual(rows);
      }),
    );
  });
});

// Holds CSV to RFC 4180 and to harmlessness: what is read back is what was written, but for the apostrophe before a formula.
import { describe, expect, it } from 'vitest';
import { csvRow } from './csv-row';

describe('csvRow', () => {
  it('parts cells by commas, quotes what would part them otherwise, and ends with CRLF', () => {
    expect(csvRow(['plain', 'a,b', 'say "hi"', 'two\nlines', '', null, 0, true])).toBe(
      'plain,"a,b","say ""hi""","two\nlines",,,0,true\r\n',
    );
  });

  it.each(['=1+1', '+49 30', '-2', '@SUM(A1)', '\tx', '\rx'])('takes the teeth out of %j', (cell) => {
    const written = csvRow([cell]);
    expect(written.replace(/^"/, '').startsWith(`'${cell.charAt(0)}`)).toBe(true);
  });

  it('quotes a formula that also has a comma, with the apostrophe inside', () => {
    expect(csvRow(['=HYPERLINK("http://x","y")'])).toBe('"\'=HYPERLINK(""http://x"",""y"")"\r\n');
  });

  it('leaves numbers alone: a negative amount is no formula', () => {
    expect(csvRow([-5, 1.5])).toBe('-5,1.5\r\n');
  });
});

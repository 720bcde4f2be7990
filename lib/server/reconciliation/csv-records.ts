// A CSV file (RFC 4180) as records with the lines that they begin on; refuses quotes that do not close, and stops where they stop making sense.

export type CsvRecord = {
  /** From 1, as an editor counts: a quoted field may run over several. */
  readonly line: number;
  readonly fields: readonly string[];
};
export type CsvFault = { readonly line: number; readonly message: string };
/** `fault`: what comes after it can't be told apart; the records are those before. */
export type CsvFile = { readonly records: readonly CsvRecord[]; readonly fault: CsvFault | null };

const BOM = '\ufeff';
const QUOTE = '"';
/** Up to the next separator, end of line or quote. */
const PLAIN = /[^",\r\n]*/y;
const NEWLINE = /\r\n|\n|\r/y;

/** Lines end with CRLF, LF or CR; empty ones are left out. */
export function readCsv(file: string): CsvFile {
  const text = file.startsWith(BOM) ? file.slice(1) : file;
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    const fields: string[] = [];
    for (;;) {
      const quoted = text[at] === QUOTE;
      const read = quoted ? readQuoted(text, at) : readPlain(text, at);
      if (read === null) return { records, fault: { line, message: 'has a quoted field that does not end' } };
      line += read.lines;
      at = read.end;
      fields.push(read.value);
      if (text[at] !== ',') break;
      at += 1;
    }
    const ended = match(NEWLINE, text, at);
    if (ended === null && at < text.length)
      return {
        records,
        fault: {
          line,
          message: 'has a quote in the middle of a field: quote the whole field, and double it',
        },
      };
    at += ended?.length ?? 0;
    line += ended === null ? 0 : 1;
    if (fields.length > 1 || fields[0] !== '') records.push({ line: begun, fields });
  }
  return { records, fault: null };
}

type Field = { readonly value: string; readonly end: number; readonly lines: number };

function readPlain(text: string, at: number): Field {
  const value = match(PLAIN, text, at) ?? '';
  return { value, end: at + value.length, lines: 0 };
}

/** Null where it does not end. */
function readQuoted(text: string, at: number): Field | null {
  let value = '';
  for (let from = at + 1; ; ) {
    const quote = text.indexOf(QUOTE, from);
    if (quote === -1) return null;
    value += text.slice(from, quote);
    if (text[quote + 1] !== QUOTE)
      return { value, end: quote + 1, lines: value.match(/\r\n|\n|\r/g)?.length ?? 0 };
    value += QUOTE;
    from = quote + 2;
  }
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

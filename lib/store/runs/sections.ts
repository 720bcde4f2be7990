// Knows how a list of objects becomes a relation inside a statement: one array parameter a column. Refuses to know what they mean.

export type Column<T> = {
  readonly name: string;
  /** Of one element; the parameter is an array of it. */
  readonly type: string;
  readonly of: (item: T) => string | number | boolean | null;
  /** Never null and without control characters, as canonical JSON is: travels without being escaped, at a third of the cost. */
  readonly joined?: true;
};

export type Section<T> = { readonly name: string; readonly columns: readonly Column<T>[] };

/** `unnest($1::uuid[], …) AS name(a, …)`, its parameters numbered from `first`. Json travels as text, so that NUL escapes survive. */
export function relationOf<T>(section: Section<T>, first: number): string {
  const params = section.columns.map((column, i) =>
    column.joined === true
      ? `string_to_array($${first + i}::text, chr(31))`
      : `$${first + i}::${column.type}[]`,
  );
  return `unnest(${params.join(', ')}) AS ${section.name}(${section.columns.map((c) => c.name).join(', ')})`;
}

/** One array literal a column. Written here, because the driver quotes and escapes every element, which took a fifth of a commit's time. */
export function valuesOf<T>(section: Section<T>, items: readonly T[]): string[] {
  return section.columns.map(({ of, joined }) => {
    if (joined === true) return items.map(of).join(SEPARATOR);
    let literal = '{';
    for (const [i, item] of items.entries()) {
      if (i > 0) literal += ',';
      literal += elementOf(of(item));
    }
    return `${literal}}`;
  });
}

const SEPARATOR = '\u001f';

/** What needs no quotes inside an array literal: ids, hashes, instants, short words. */
const PLAIN = /^[\w:.+-]+$/;

function elementOf(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  if (PLAIN.test(value) && !(value.length === 4 && value.toLowerCase() === 'null')) return value;
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** Text columns can't hold NUL; where only a summary is kept, it is replaced and not refused. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

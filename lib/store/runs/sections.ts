// Knows how a list of objects becomes a relation inside a statement: one array parameter a column. Refuses to know what they mean.

export type Column<T> = {
  readonly name: string;
  /** Of one element; the parameter is an array of it. */
  readonly type: string;
  readonly of: (item: T) => string | number | boolean | null;
};

export type Section<T> = { readonly name: string; readonly columns: readonly Column<T>[] };

/** `unnest($1::uuid[], …) AS name(a, …)`, its parameters numbered from `first`. Json travels as text, so that NUL escapes survive. */
export function relationOf<T>(section: Section<T>, first: number): string {
  const params = section.columns.map((column, i) => `$${first + i}::${column.type}[]`);
  return `unnest(${params.join(', ')}) AS ${section.name}(${section.columns.map((c) => c.name).join(', ')})`;
}

export function valuesOf<T>(section: Section<T>, items: readonly T[]): unknown[] {
  return section.columns.map((column) => items.map(column.of));
}

/** Text columns can't hold NUL; where only a summary is kept, it is replaced and not refused. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

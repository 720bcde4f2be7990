// A list that stands still while somebody looks at it: the rows from when it was held, each as it is now; what came since is counted. Pure.

type Row = { readonly id: string; readonly createdAt: string };

/** The newest rows when the list was held, and where the older ones go on. */
export type Held<T> = { readonly rows: readonly T[]; readonly cursor: string | null };

/** The held rows and the older ones below them, in their places; `now` has the newest state of some. */
export function heldRows<T extends Row>(held: Held<T>, below: readonly T[], now: readonly T[]): readonly T[] {
  const newest = new Map(now.map((row) => [row.id, row]));
  return [...held.rows, ...below].map((row) => newest.get(row.id) ?? row);
}

/** How many of the newest rows are not among the held ones. One that was below them all before is no new one. */
export function freshCount<T extends Row>(held: Held<T>, newest: readonly T[]): number {
  const known = new Set(held.rows.map(({ id }) => id));
  const lowest = held.rows.at(-1)?.createdAt ?? '';
  return newest.filter(({ id, createdAt }) => !known.has(id) && createdAt >= lowest).length;
}

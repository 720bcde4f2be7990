// What came in above the row a reader started from: shown as "3 new" instead of moving the list under the pointer. Pure.

export type Freshness<T> = { readonly fresh: number; readonly shown: readonly T[] };

/**
 * `topId`: the first row when the reader last stood at the top; undefined follows the list. Where that row is gone
 * (filtered, deleted) the list is shown as it is.
 */
export function withoutFresh<T extends { readonly id: string }>(
  rows: readonly T[],
  topId: string | undefined,
): Freshness<T> {
  const place = topId === undefined ? 0 : rows.findIndex((row) => row.id === topId);
  return place <= 0 ? { fresh: 0, shown: rows } : { fresh: place, shown: rows.slice(place) };
}

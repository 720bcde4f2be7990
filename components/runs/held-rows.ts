// A list that stands still while somebody looks at it: the rows from when it was held, each as it is now; what came since is counted. Pure.

type Row = { readonly id: string; readonly createdAt: string };

/** The newest rows when the list was held, and where the older ones go on. */
export type Held<T> = { readonly rows: readonly T[]; readonly cursor: string | null };

/**
 * Rows in their places, page by page. What one more page costs does not grow with the pages that are there: rows are not copied, and
 * their newest state is looked up when they are read.
 */
export class PagedRows<T extends Row> {
  readonly length: number;
  private readonly newest: ReadonlyMap<string, T>;

  /** `now` has the newest state of some. */
  constructor(
    private readonly pages: readonly (readonly T[])[],
    now: readonly T[] = [],
  ) {
    this.newest = new Map(now.map((row) => [row.id, row]));
    this.length = pages.reduce((sum, page) => sum + page.length, 0);
  }

  /** From the row at `from` to the one before `to`. */
  slice(from: number, to: number): T[] {
    const found: T[] = [];
    let start = 0;
    for (const page of this.pages) {
      if (start >= to) break;
      if (start + page.length > from)
        for (const row of page.slice(Math.max(0, from - start), to - start)) found.push(this.now(row));
      start += page.length;
    }
    return found;
  }

  ids(): string[] {
    return this.pages.flatMap((page) => page.map(({ id }) => id));
  }

  /** Those of these ids, in their order here. */
  named(ids: ReadonlySet<string>): T[] {
    return this.pages.flatMap((page) => page.filter(({ id }) => ids.has(id))).map((row) => this.now(row));
  }

  private now(row: T): T {
    return this.newest.get(row.id) ?? row;
  }
}

/** How many of the newest rows are not among the held ones. One that was below them all before is no new one. */
export function freshCount<T extends Row>(held: Held<T>, newest: readonly T[]): number {
  const known = new Set(held.rows.map(({ id }) => id));
  const lowest = held.rows.at(-1)?.createdAt ?? '';
  return newest.filter(({ id, createdAt }) => !known.has(id) && createdAt >= lowest).length;
}

// Knows which errands are due and who does them: whoever moves the next time on does it this time; one that dies with it is followed by the next.
import type { Pool } from 'pg';
import { askOn } from '../budgets/transact';

export type Errand = { readonly name: string; readonly everyMs: number };

const DUE = `INSERT INTO errand (name, due_at) SELECT e.name, now() + e.every_ms * interval '1 millisecond'
  FROM unnest($1::text[], $2::int[]) AS e(name, every_ms)
  WHERE NOT EXISTS (SELECT FROM errand known WHERE known.name = e.name AND known.due_at > now())
  ORDER BY e.name ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE errand.due_at <= now() RETURNING name`;

/** @returns the names of those that are the caller's to do now: nobody else is given one before its time has come again. */
export async function dueErrands(pool: Pool, errands: readonly Errand[]): Promise<string[]> {
  const rows = await askOn(pool)<{ name: string }>('due_errands', DUE, [
    errands.map(({ name }) => name),
    errands.map(({ everyMs }) => everyMs),
  ]);
  return rows.map(({ name }) => name);
}

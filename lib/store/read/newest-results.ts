// Knows how many results figures of calls look at: beyond these only the newest, and the answer says since when.
import type { Pool } from 'pg';

/** The question then costs the same whatever the load. */
export const MOST_RESULTS = 20_000;

/** The time of the oldest result that is looked at where there are more; null when all are. */
export async function oldestCounted(
  { pool }: { readonly pool: Pool },
  since: string,
  most: number,
): Promise<string | null> {
  const { rows } = await pool.query<{ at: string }>({
    name: 'results_bound',
    text: `SELECT at FROM checkpoint WHERE kind = 'result' AND NOT is_dry_run(run_id) AND step IS NOT NULL AND payload IS NOT NULL AND at >= $1::timestamptz
      ORDER BY at DESC OFFSET $2 - 1 LIMIT 2`,
    values: [since, most],
  });
  return rows.length === 2 ? (rows[0]?.at ?? null) : null;
}

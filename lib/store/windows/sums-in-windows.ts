// Knows what calls count in windows by now, by the database's clock, and forgets what no window reaches back to.
import type { Pool } from 'pg';
import { LONGEST_WINDOW_MS } from '../../domain/amount-window';
import type { OwnCalls, WindowAsk, WindowSum } from '../../ports/amount-windows';
import { planName } from '../runs/plan-name';
import { storeError } from '../store-errors';

/** One statement, so that sum and version are of one moment. No sum is too large to be read: it is above any bound anyway. */
const SUMS = `SELECT coalesce(w.version, 0) AS seen, least(coalesce(a.others, 0), 1e300)::float8 AS others
  FROM unnest($1::text[], $2::int8[]) WITH ORDINALITY AS asked(key, per_ms, place)
  LEFT JOIN amount_window w ON w.key = asked.key
  LEFT JOIN LATERAL (SELECT sum(a.amount) AS others FROM window_amount a
    WHERE a.key = asked.key AND (a.made_at IS NULL OR a.made_at > now() - asked.per_ms * interval '1 millisecond')
      AND NOT (a.run_id = $3::uuid AND a.step = ANY($4::int[]))) a ON true
  ORDER BY asked.place`;

export async function sumsInWindows(
  pool: Pool,
  asked: readonly WindowAsk[],
  { runId, steps }: OwnCalls,
): Promise<readonly WindowSum[]> {
  const values = [asked.map(({ key }) => key), asked.map(({ perMs }) => perMs), runId, steps];
  try {
    const { rows } = await pool.query<{ seen: string | number; others: number }>({
      name: planName('sums_in_windows'),
      text: SUMS,
      values,
    });
    return asked.map((one, i) => {
      const row = rows[i];
      if (row === undefined) throw new Error('each window has its sum');
      return { ...one, others: row.others, seen: Number(row.seen) };
    });
  } catch (error) {
    throw storeError(error, 'sum amounts');
  }
}

const FORGET_AMOUNTS = `DELETE FROM window_amount WHERE made_at < now() - interval '${LONGEST_WINDOW_MS} milliseconds'`;
/** Whoever read the sum of such a window a day ago does not add to it any more. */
const FORGET_WINDOWS = `DELETE FROM amount_window w WHERE w.updated_at < now() - interval '1 day'
  AND NOT EXISTS (SELECT FROM window_amount a WHERE a.key = w.key)`;

export async function forgetAmounts(pool: Pool): Promise<void> {
  await pool.query(FORGET_AMOUNTS);
  await pool.query(FORGET_WINDOWS);
}

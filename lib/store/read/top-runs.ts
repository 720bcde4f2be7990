// Knows the runs that spent most in a period, with what became of them.
import type { SpendFilter, TopRunShape } from '../../contract/spend';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { type Period, sharesOf } from './spend-statement';

type TopRunRecord = Omit<TopRunShape, 'error'> & {
  readonly error_code: string | null;
  readonly error_message: string | null;
};

/** The dearest first; runs that spent nothing are left out. */
export async function readTopRuns(
  { pool }: Pick<Database, 'pool'>,
  period: Period,
  filter: SpendFilter,
  limit: number,
): Promise<TopRunShape[]> {
  const { ctes, text } = sharesOf(period, filter, []);
  const statement = `${ctes},
    top AS (
      SELECT run_id, sum(cost)::bigint AS cost, sum(tokens)::bigint AS tokens, count(*)::int AS calls
      FROM share GROUP BY run_id HAVING sum(cost) > 0 ORDER BY sum(cost) DESC, run_id LIMIT ${text.param(limit)})
    SELECT run.id, run.agent, run.agent_version AS version, run.status, run.waiting, run.error_code, run.error_message,
      run.created_at AS "createdAt", top.cost AS "costMicroUsd", top.tokens, top.calls
    FROM top JOIN run ON run.id = top.run_id ORDER BY top.cost DESC, run.id`;
  try {
    const { rows } = await pool.query<TopRunRecord>(statement, text.values);
    return rows.map(({ error_code: code, error_message: message, ...run }) => ({
      ...run,
      error: code === null ? null : { code, message: message ?? '' },
    }));
  } catch (error) {
    throw storeError(error, 'read top runs');
  }
}

// Knows the runs that spent most in a period, with what became of them.
import type { SpendFilter, TopRunShape } from '../../contract/spend';
import type { Database } from '../database';
import { mergeAllSpend } from '../spend/tend-spend';
import { storeError } from '../store-errors';
import { QueryText } from './query-text';
import { areHoursKept, type Cells, cellsFor } from './spend-from-cells';
import { labelOf, type Period, sharesOf } from './spend-statement';

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
  try {
    const cells = cellsFor(filter, []);
    const isKept = cells !== null && (await areHoursKept(pool, period));
    if (isKept) await mergeAllSpend(pool);
    const { text, values } = isKept
      ? topRunsFromHours(period, filter, cells.facet, limit)
      : topRunsFromJournals(period, filter, limit);
    const { rows } = await pool.query<TopRunRecord>(text, values);
    return rows.map(({ error_code: code, error_message: message, ...run }) => ({
      ...run,
      error: code === null ? null : { code, message: message ?? '' },
    }));
  } catch (error) {
    throw storeError(error, 'read top runs');
  }
}

const WITH_RUNS = `SELECT run.id, run.agent, run.agent_version AS version, run.status, run.waiting, run.error_code, run.error_message,
    run.created_at AS "createdAt", top.cost AS "costMicroUsd", top.tokens, top.calls
  FROM top JOIN run ON run.id = top.run_id ORDER BY top.cost DESC, run.id`;

/**
 * Of the rows that each run has by the hour, which are kept. A run with one row in all is summed already: of those the dearest are taken off the index, and
 * only the others are added up.
 */
export function topRunsFromHours(
  { since, until }: Period,
  { agent, model, tool, label, status }: SpendFilter,
  facet: Cells['facet'],
  limit: number,
): { readonly text: string; readonly values: unknown[] } {
  const text = new QueryText();
  text.where((p) => `s.hour >= ${p}::timestamptz`, since);
  text.where((p) => `s.hour < ${p}::timestamptz`, until);
  text.where((p) => `s.name = ${p}`, model ?? tool ?? '');
  const place = `s.facet = '${facet}' AND ${text.conditions}`;
  if (agent !== undefined) text.where((p) => `s.agent = ${p}`, agent);
  if (label !== undefined) text.where((p) => `run.labels @> ${p}::jsonb`, labelOf(label));
  if (status !== undefined) text.where((p) => `run.status = ${p}`, status);
  const isOfRun = label !== undefined || status !== undefined;
  const from = `FROM spend_run_hour s ${isOfRun ? 'JOIN run ON run.id = s.run_id' : ''} WHERE s.facet = '${facet}' AND ${text.conditions}`;
  const most = text.param(limit);
  return {
    text: `WITH dearest AS (
      SELECT run_id, cost FROM ((SELECT s.run_id, s.cost_micro_usd AS cost ${from} AND s.alone AND s.cost_micro_usd > 0 ORDER BY s.cost_micro_usd DESC, s.run_id LIMIT ${most})
        UNION ALL SELECT s.run_id, sum(s.cost_micro_usd)::bigint ${from} AND NOT s.alone GROUP BY s.run_id HAVING sum(s.cost_micro_usd) > 0) either_way
      ORDER BY cost DESC, run_id LIMIT ${most}),
    top AS (SELECT d.run_id, d.cost, sum(s.tokens)::bigint AS tokens, sum(s.calls)::int AS calls
      FROM dearest d JOIN spend_run_hour s ON s.run_id = d.run_id AND ${place} GROUP BY d.run_id, d.cost)
    ${WITH_RUNS}`,
    values: text.values,
  };
}

export function topRunsFromJournals(
  period: Period,
  filter: SpendFilter,
  limit: number,
): { readonly text: string; readonly values: unknown[] } {
  const { ctes, text } = sharesOf(period, filter, []);
  const statement = `${ctes},
    top AS (
      SELECT run_id, sum(cost)::bigint AS cost, sum(tokens)::bigint AS tokens, count(*)::int AS calls
      FROM share GROUP BY run_id HAVING sum(cost) > 0 ORDER BY sum(cost) DESC, run_id LIMIT ${text.param(limit)})
    ${WITH_RUNS}`;
  return { text: statement, values: text.values };
}

// Knows what a successful run costs, by agent: the figures of runs that have ended, which stand in their rows for good.
import type { TaskCostShape } from '../../contract/spend';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import type { Period } from './spend-statement';

/** $1 to $2 is the period, what lies as long before $1 is the one it is compared with. */
const COSTS = `WITH ended AS (
    SELECT agent, status, cost_micro_usd AS cost, finished_at >= $1::timestamptz AS now FROM run
    WHERE finished_at >= $1::timestamptz - ($2::timestamptz - $1::timestamptz) AND finished_at < $2::timestamptz AND NOT is_dry_run(id)
      AND ($3::text IS NULL OR agent = $3)),
  counted AS (
    SELECT agent, count(*) FILTER (WHERE now) AS ended,
      count(*) FILTER (WHERE now AND status = 'succeeded')::int AS succeeded, count(*) FILTER (WHERE now AND status = 'failed')::int AS failed,
      count(*) FILTER (WHERE now AND status = 'cancelled')::int AS cancelled, coalesce(sum(cost) FILTER (WHERE now), 0)::bigint AS cost,
      coalesce(sum(cost) FILTER (WHERE now AND status <> 'succeeded'), 0)::bigint AS lost,
      coalesce(sum(cost) FILTER (WHERE NOT now), 0)::bigint AS cost_before,
      count(*) FILTER (WHERE NOT now AND status = 'succeeded')::int AS succeeded_before
    FROM ended GROUP BY agent)
  SELECT agent, succeeded, failed, cancelled, cost AS "costMicroUsd", lost AS "lostMicroUsd",
    ceil(cost::numeric / nullif(succeeded, 0))::bigint AS "perSuccessMicroUsd",
    ceil(cost_before::numeric / nullif(succeeded_before, 0))::bigint AS "perSuccessBeforeMicroUsd"
  FROM counted WHERE ended > 0 ORDER BY agent`;

export async function readTaskCosts(
  { pool }: Pick<Database, 'pool'>,
  { since, until }: Period,
  agent: string | undefined,
): Promise<TaskCostShape[]> {
  try {
    const values = [since, until, agent ?? null];
    return (await pool.query<TaskCostShape>({ name: 'task_costs', text: COSTS, values })).rows;
  } catch (error) {
    throw storeError(error, 'read task costs');
  }
}

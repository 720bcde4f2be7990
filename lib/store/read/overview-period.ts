// Knows how a period went: runs by slice of time, how long steps took, what it cost.
import type { Pool } from 'pg';
import type { OverviewShape } from '../../contract/overview';

type Slice = {
  readonly at: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
};

export type PeriodBounds = { readonly since: string; readonly sliceMs: number; readonly slices: number };

const SLICES = `SELECT slice.at, count(*) FILTER (WHERE r.status = 'succeeded')::int AS succeeded,
    count(*) FILTER (WHERE r.status = 'failed')::int AS failed, count(*) FILTER (WHERE r.status = 'cancelled')::int AS cancelled
  FROM (SELECT $1::timestamptz + i * make_interval(secs => $2::float8 / 1000) AS at FROM generate_series(0, $3::int - 1) i) slice
  LEFT JOIN run r ON NOT is_dry_run(r.id) AND r.finished_at >= slice.at AND r.finished_at < slice.at + make_interval(secs => $2::float8 / 1000)
  GROUP BY slice.at ORDER BY slice.at`;

export async function finishedBySlice(
  pool: Pool,
  { since, sliceMs, slices }: PeriodBounds,
): Promise<Slice[]> {
  const values = [since, sliceMs, slices];
  return (await pool.query<Slice>({ name: 'overview_slices', text: SLICES, values })).rows;
}

/**
 * From an intent to its result, over the newest 1 000 runs that finished in the period, so that the question costs the same whatever the load.
 * Waits for people and retries lie between attempts and are not counted.
 */
const STEPS = `SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY ms) AS quantiles
  FROM (SELECT id FROM run WHERE finished_at >= $1::timestamptz AND NOT is_dry_run(id) ORDER BY finished_at DESC LIMIT 1000) recent
  CROSS JOIN LATERAL (
    SELECT extract(epoch FROM at - lag(at) OVER steps) * 1000 AS ms, kind, lag(kind) OVER steps AS kind_before
    FROM checkpoint c WHERE c.run_id = recent.id AND c.step IS NOT NULL AND c.kind IN ('intent', 'result')
    WINDOW steps AS (PARTITION BY c.step ORDER BY c.seq)) timed
  WHERE kind = 'result' AND kind_before = 'intent'`;

export async function stepQuantiles(
  pool: Pool,
  since: string,
): Promise<Pick<OverviewShape['period'], 'stepP50Ms' | 'stepP95Ms'>> {
  const { rows } = await pool.query<{ quantiles: readonly number[] | null }>({
    name: 'overview_steps',
    text: STEPS,
    values: [since],
  });
  const [p50, p95] = rows[0]?.quantiles ?? [];
  return { stepP50Ms: p50 ?? null, stepP95Ms: p95 ?? null };
}

export async function countDecisions(pool: Pool, since: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({
    name: 'overview_decisions',
    text: `SELECT count(*)::int AS count FROM approval_decision v JOIN approval a ON a.id = v.approval_id
      WHERE v.at >= $1::timestamptz AND NOT a.planted`,
    values: [since],
  });
  return rows[0]?.count ?? 0;
}

type AgentSpend = { readonly agent: string; readonly costMicroUsd: number; readonly runs: number };

/** What was spent from then on, by the journal: a run that is at work counts with what it has spent so far, an older one with today's part. */
const SPEND = `SELECT run.agent, sum(c.cost_micro_usd)::bigint AS "costMicroUsd", count(DISTINCT c.run_id)::int AS runs
  FROM checkpoint c JOIN run ON run.id = c.run_id WHERE c.at >= $1::timestamptz AND c.cost_micro_usd > 0 AND NOT is_dry_run(c.run_id)
  GROUP BY run.agent ORDER BY 2 DESC, run.agent`;

export async function spendByAgent(pool: Pool, since: string): Promise<AgentSpend[]> {
  return (await pool.query<AgentSpend>({ name: 'overview_spend', text: SPEND, values: [since] })).rows;
}

const FAILED = `SELECT count(*)::int AS count, max(finished_at) AS "newestAt" FROM run
  WHERE status = 'failed' AND finished_at >= $1::timestamptz AND NOT is_dry_run(id)`;

export async function countFailed(pool: Pool, since: string): Promise<OverviewShape['failed']> {
  const { rows } = await pool.query<OverviewShape['failed']>({
    name: 'overview_failed',
    text: FAILED,
    values: [since],
  });
  return rows[0] ?? { count: 0, newestAt: null };
}

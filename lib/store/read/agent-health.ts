// Knows how an agent did in the last 24 hours: runs by how they stand, time, money, what people decided, the last error.
import type { Pool } from 'pg';
import { type AgentHealth, agentHealth } from '../../contract/agent';
import type { ApprovalStatus } from '../../domain/approval';
import type { RunStatus, WaitingReason } from '../../domain/run';
import { isShed } from '../../domain/shedding';
import type { Database } from '../database';
import { readSampling } from '../sampling/review-rate';
import { storeError } from '../store-errors';
import { bulkheadUse } from './bulkhead-use';
import { type QueueAge, readQueueAge } from './queue-age';

type RunCount = {
  readonly status: RunStatus;
  readonly reason: WaitingReason | null;
  readonly count: number;
  readonly costMicroUsd: number;
};

const RUNS = `SELECT status, waiting->>'reason' AS reason, count(*)::int AS count, sum(cost_micro_usd)::bigint AS "costMicroUsd"
  FROM run WHERE agent = $1 AND NOT is_dry_run(id) AND created_at >= $2::timestamptz GROUP BY 1, 2`;

/** What never started (cancelled while queued) took no time. */
const DURATIONS = `SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at) * 1000)
    AS quantiles
  FROM run WHERE agent = $1 AND NOT is_dry_run(id) AND created_at >= $2::timestamptz AND finished_at IS NOT NULL AND started_at IS NOT NULL`;

/** One that was asked again because its call changed stands for itself and the one before. */
const APPROVALS = `SELECT status, count(*)::int AS count FROM approval
  WHERE agent = $1 AND created_at >= $2::timestamptz AND status <> 'superseded' AND NOT planted
  GROUP BY status`;

const LAST_ERROR = `SELECT id AS "runId", coalesce(error_code, 'unknown') AS code, coalesce(error_message, '') AS message, finished_at AS at
  FROM run WHERE agent = $1 AND NOT is_dry_run(id) AND created_at >= $2::timestamptz AND status = 'failed' ORDER BY finished_at DESC, id DESC LIMIT 1`;

/** Null when there is no agent of that name. */
export async function readAgentHealth(
  { pool }: Pick<Database, 'pool'>,
  name: string,
): Promise<AgentHealth | null> {
  try {
    const head = await pool.query<{ now: string; since: string }>(
      `SELECT now() AS now, now() - interval '24 hours' AS since FROM agent WHERE name = $1`,
      [name],
    );
    const period = head.rows[0];
    if (period === undefined) return null;
    const ask = <R extends object>(text: string) => rowsOf<R>(pool, text, [name, period.since]);
    const [runs, [durations], approvals, [lastError], age, use, sampling] = await Promise.all([
      ask<RunCount>(RUNS),
      ask<{ quantiles: readonly number[] | null }>(DURATIONS),
      ask<{ status: ApprovalStatus; count: number }>(APPROVALS),
      ask<NonNullable<AgentHealth['lastError']>>(LAST_ERROR),
      readQueueAge({ pool }, name),
      bulkheadUse(pool),
      readSampling(pool, name),
    ]);
    const [p50, p95] = durations?.quantiles ?? [];
    return agentHealth.parse({
      name,
      ...period,
      ...ofRuns(runs),
      ...ofQueue(age),
      bulkhead: limitOf(use('agent', name, age?.concurrency ?? null)),
      durationMs: p50 === undefined || p95 === undefined ? null : { p50, p95 },
      approvals: ofApprovals(new Map(approvals.map(({ status, count }) => [status, count]))),
      sampling,
      lastError: lastError ?? null,
    });
  } catch (error) {
    throw storeError(error, 'read agent health');
  }
}

async function rowsOf<R extends object>(pool: Pool, text: string, values: unknown[]): Promise<R[]> {
  return (await pool.query<R>(text, values)).rows;
}

function ofQueue(age: QueueAge | null): Pick<AgentHealth, 'queue'> {
  const { oldestMs, shedAfterMs } = age ?? { oldestMs: null, shedAfterMs: null };
  return { queue: { oldestMs, shedAfterMs, shedding: isShed({ oldestMs, shedAfterMs }, 'api') } };
}

/** Its runs wait in the queue, and not for a slot. */
function limitOf(use: { readonly limit: number; readonly inUse: number } | null): AgentHealth['bulkhead'] {
  return use && { limit: use.limit, inUse: use.inUse };
}

const ENDED: ReadonlySet<RunStatus> = new Set(['succeeded', 'failed', 'cancelled']);

function ofRuns(rows: readonly RunCount[]) {
  const sum = (wanted: (row: RunCount) => boolean) =>
    rows.filter(wanted).reduce((total, { count }) => total + count, 0);
  const of = (status: RunStatus) => sum((row) => row.status === status);
  const waiting = rows.filter(({ status }) => status === 'waiting');
  const succeeded = of('succeeded');
  const endedCostMicroUsd = rows
    .filter(({ status }) => ENDED.has(status))
    .reduce((total, { costMicroUsd }) => total + costMicroUsd, 0);
  return {
    runs: {
      started: sum(() => true),
      queued: of('queued'),
      running: of('running'),
      succeeded,
      failed: of('failed'),
      cancelled: of('cancelled'),
      waiting: {
        count: of('waiting'),
        byReason: Object.fromEntries(waiting.map(({ reason, count }) => [reason, count])),
      },
    },
    endedCostMicroUsd,
    costPerSuccessMicroUsd: succeeded === 0 ? null : Math.round(endedCostMicroUsd / succeeded),
  };
}

const SHOWN = ['pending', 'approved', 'rejected', 'expired', 'answered', 'cancelled', 'unopposed'] as const;

function ofApprovals(counts: ReadonlyMap<ApprovalStatus, number>): AgentHealth['approvals'] {
  const shown = SHOWN.map((status) => [status, counts.get(status) ?? 0] as const);
  const figures = Object.fromEntries(shown) as Record<(typeof SHOWN)[number], number>; // safe because every name has an entry
  return { asked: shown.reduce((total, [, count]) => total + count, 0), ...figures };
}

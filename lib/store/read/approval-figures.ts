// Knows how many approvals were asked for and how they ended in a period, as a whole, by agent, by tool and by day. Days are those of UTC, which every connection is set to.
import { z } from 'zod';
import type { ApprovalMetricsQuery } from '../../contract/approval-metrics';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { QueryText } from './query-text';
import type { Period } from './spend-statement';

export type ApprovalsAsked = Pick<ApprovalMetricsQuery, 'agent' | 'tool' | 'reviewer'>;

/** `ms` are from being asked for to the end; `waitedMs` of all that ended, the percentiles of those that people decided. */
const counted = z.strictObject({
  /** In the period; false: in the one of the same length before. */
  now: z.boolean(),
  agent: z.string().nullable(),
  tool: z.string().nullable(),
  day: z.string().nullable(),
  /** 1 1 1: all of the period. */
  by: z.enum(['all', 'agent', 'tool', 'day']),
  arrived: z.number().int(),
  approved: z.number().int(),
  edited: z.number().int(),
  rejected: z.number().int(),
  answered: z.number().int(),
  expired: z.number().int(),
  cancelled: z.number().int(),
  superseded: z.number().int(),
  unopposed: z.number().int(),
  settled: z.number().int(),
  waitedMs: z.number().nullable(),
  p50Ms: z.number().int().nullable(),
  p95Ms: z.number().int().nullable(),
});
export type CountedApprovals = z.infer<typeof counted>;

const SETS = 'GROUP BY GROUPING SETS ((now), (now, agent), (now, tool), (now, day))';
const BY = `CASE WHEN grouping(agent) = 0 THEN 'agent' WHEN grouping(tool) = 0 THEN 'tool' WHEN grouping(day) = 0 THEN 'day' ELSE 'all' END AS by`;
const ofPeople = (status: string) => `count(*) FILTER (WHERE by_people AND status = '${status}')::int`;
const byItself = (status: string) => `count(*) FILTER (WHERE NOT by_people AND status = '${status}')::int`;

/** Reads both periods at once; every group of either has a row, also one in which nothing but arrivals or ends are. */
export async function countApprovalFigures(
  { pool }: Pick<Database, 'pool'>,
  { since, until }: Period,
  asked: ApprovalsAsked,
): Promise<CountedApprovals[]> {
  const text = filtered(asked);
  const from = text.param(since);
  const to = text.param(until);
  const within = (time: string) =>
    `${time} >= ${from}::timestamptz - (${to}::timestamptz - ${from}::timestamptz) AND ${time} < ${to}::timestamptz AND ${text.conditions}`;
  const group = (time: string) =>
    `${time} >= ${from}::timestamptz AS now, a.agent, a.tool, ${time}::date AS day`;
  const statement = `WITH ended AS (
      SELECT ${group('a.decided_at')}, a.by_people, a.status, a.edited, (extract(epoch FROM a.decided_at - a.created_at) * 1000)::float8 AS ms
      FROM approval a WHERE ${within('a.decided_at')}),
    arrived AS (SELECT ${group('a.created_at')} FROM approval a WHERE ${within('a.created_at')}),
    ends AS (
      SELECT now, agent, tool, day, ${BY}, count(*) FILTER (WHERE by_people AND status = 'approved' AND NOT edited)::int AS approved,
        count(*) FILTER (WHERE by_people AND status = 'approved' AND edited)::int AS edited, ${ofPeople('rejected')} AS rejected,
        ${ofPeople('answered')} AS answered, ${byItself('expired')} AS expired, ${byItself('cancelled')} AS cancelled,
        ${byItself('superseded')} AS superseded, ${byItself('unopposed')} AS unopposed,
        count(*) FILTER (WHERE NOT by_people AND status NOT IN ('expired', 'cancelled', 'superseded', 'unopposed'))::int AS settled, avg(ms) AS waited,
        percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY ms) FILTER (WHERE by_people) AS spread
      FROM ended ${SETS}),
    arrivals AS (SELECT now, agent, tool, day, ${BY}, count(*)::int AS arrived FROM arrived ${SETS})
    SELECT coalesce(e.now, i.now) AS now, coalesce(e.agent, i.agent) AS agent, coalesce(e.tool, i.tool) AS tool,
      coalesce(e.day, i.day)::text AS day, coalesce(e.by, i.by) AS by, coalesce(arrived, 0) AS arrived, coalesce(approved, 0) AS approved,
      coalesce(edited, 0) AS edited, coalesce(rejected, 0) AS rejected, coalesce(answered, 0) AS answered, coalesce(expired, 0) AS expired,
      coalesce(cancelled, 0) AS cancelled, coalesce(superseded, 0) AS superseded, coalesce(unopposed, 0) AS unopposed, coalesce(settled, 0) AS settled, waited AS "waitedMs",
      round(spread[1])::int8 AS "p50Ms", round(spread[2])::int8 AS "p95Ms"
    FROM ends e FULL JOIN arrivals i ON i.by = e.by AND i.now = e.now AND
      coalesce(i.agent, i.tool, i.day::text, '') = coalesce(e.agent, e.tool, e.day::text, '')`;
  try {
    return z.array(counted).parse((await pool.query(statement, text.values)).rows);
  } catch (error) {
    throw storeError(error, 'count approval figures');
  }
}

/** How old what waits now is: a count for each age below one of `boundsMs`, then of what is older; and since when the oldest waits. */
export async function countWaiting(
  { pool }: Pick<Database, 'pool'>,
  asked: ApprovalsAsked,
  boundsMs: readonly number[],
): Promise<{ readonly counts: readonly number[]; readonly oldestAt: string | null }> {
  const text = filtered(asked);
  const bounds = text.param(boundsMs.map((ms) => ms / 1_000));
  try {
    const { rows } = await pool.query<{ bucket: number; count: number; oldest: string }>(
      `SELECT width_bucket(greatest(0, extract(epoch FROM now() - a.created_at))::float8, ${bounds}::float8[]) AS bucket, count(*)::int AS count,
         min(a.created_at) AS oldest FROM approval a WHERE a.status = 'pending' AND ${text.conditions} GROUP BY 1`,
      text.values,
    );
    const oldest = rows.map((row) => row.oldest).toSorted()[0];
    return {
      counts: [...boundsMs, 0].map((_, i) => rows.find((row) => row.bucket === i)?.count ?? 0),
      oldestAt: oldest ?? null,
    };
  } catch (error) {
    throw storeError(error, 'count waiting approvals');
  }
}

function filtered({ agent, tool, reviewer }: ApprovalsAsked): QueryText {
  const text = new QueryText();
  // One that waits counts as what it looks like, or the difference would name it.
  text.where(() => `NOT (a.planted AND a.status <> 'pending')`);
  if (agent !== undefined) text.where((p) => `a.agent = ${p}`, agent);
  if (tool !== undefined) text.where((p) => `a.tool = ${p}`, tool);
  if (reviewer !== undefined)
    text.where(
      (p) =>
        `EXISTS (SELECT FROM approval_decision mine WHERE mine.approval_id = a.id AND mine.principal = ${p})`,
      reviewer,
    );
  return text;
}

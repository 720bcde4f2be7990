// Knows how approvals and votes of some stretches of time are added up by day, agent and tool, each alone and all together. Days are those of UTC, which
// every connection is set to. Refuses planted calls: they are nobody's work.
import { BUCKETS_A_DOUBLING } from '../../domain/time-buckets';

/** lib/domain/time-buckets.ts, in SQL. */
const bucketOf = (ms: string) =>
  `floor(${BUCKETS_A_DOUBLING} * ln(greatest(${ms}, 1)::float8) / ln(2::float8))::int`;
const msBetween = (from: string, to: string) => `(extract(epoch FROM ${to} - ${from})::float8 * 1000)`;

/** `begins`, `ends`, `now`: parameters, arrays with an element for each stretch. */
export type Stretches = { readonly begins: string; readonly ends: string; readonly now: string };

/** The rows of each stretch as `row`, by the index of their time: OFFSET 0 keeps the planner from joining, for which it would read all there is. */
const ofEach = (
  { begins, ends, now }: Stretches,
  row: string,
  table: string,
  time: string,
  condition: string,
) =>
  `unnest(${begins}::timestamptz[], ${ends}::timestamptz[], ${now}::boolean[]) AS part (begins, ends, now)
      CROSS JOIN LATERAL (SELECT ${row}.* FROM ${table} ${row} WHERE ${row}.${time} >= part.begins AND ${row}.${time} < part.ends AND ${condition} OFFSET 0) AS ${row}`;
const when = (condition: string) => `(${condition})::int`;

export const APPROVAL_COUNTS = [
  'arrived',
  'approved',
  'edited',
  'rejected',
  'answered',
  'expired',
  'cancelled',
  'superseded',
  'unopposed',
  'settled',
] as const;
const sums = (names: readonly string[]) => names.map((name) => `sum(${name})::int AS ${name}`).join(', ');

export type ApprovalRows = {
  /** Of approvals as `a`. */
  readonly condition: string;
  /** A query of the ids that are counted; all where there is none. */
  readonly chosen?: string | undefined;
  /** Further rows, as plantedWaiting makes them. */
  readonly also?: string;
};

/** A row for each of `now`, `day`, `agent`, `tool`: '' for all agents, all tools. */
export function approvalCells(of: Stretches, { condition, chosen, also = '' }: ApprovalRows): string {
  const table = chosen === undefined ? 'approval' : 'chosen';
  const each = (time: string) => ofEach(of, 'a', table, time, `NOT a.planted AND ${condition}`);
  return `WITH ${
    chosen === undefined
      ? ''
      : `chosen AS MATERIALIZED (
      SELECT a.id, a.agent, a.tool, a.status, a.by_people, a.edited, a.planted, a.created_at, a.decided_at FROM (${chosen}) AS ids (id) JOIN approval a USING (id)),
    `
  }one AS (
      SELECT part.now, a.decided_at::date AS day, a.agent, a.tool, CASE WHEN a.by_people THEN ${bucketOf(msBetween('a.created_at', 'a.decided_at'))} END AS bucket,
        ${msBetween('a.created_at', 'a.decided_at')} AS waited_ms, 0 AS arrived, ${when(`a.by_people AND a.status = 'approved' AND NOT a.edited`)} AS approved,
        ${when(`a.by_people AND a.status = 'approved' AND a.edited`)} AS edited, ${when(`a.by_people AND a.status = 'rejected'`)} AS rejected,
        ${when(`a.by_people AND a.status = 'answered'`)} AS answered, ${when(`NOT a.by_people AND a.status = 'expired'`)} AS expired,
        ${when(`NOT a.by_people AND a.status = 'cancelled'`)} AS cancelled, ${when(`NOT a.by_people AND a.status = 'superseded'`)} AS superseded,
        ${when(`NOT a.by_people AND a.status = 'unopposed'`)} AS unopposed,
        ${when(`NOT a.by_people AND a.status NOT IN ('expired', 'cancelled', 'superseded', 'unopposed')`)} AS settled
      FROM ${each('decided_at')}
      UNION ALL SELECT part.now, a.created_at::date, a.agent, a.tool, NULL, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
      FROM ${each('created_at')}
      ${also}),
    cubed AS (
      SELECT now, day, agent, tool, bucket, sum(waited_ms) AS waited_ms, ${sums(APPROVAL_COUNTS)} FROM one GROUP BY now, day, bucket, CUBE (agent, tool))
    SELECT now, day, coalesce(agent, '') AS agent, coalesce(tool, '') AS tool, ${sums(APPROVAL_COUNTS)}, sum(waited_ms) AS waited_ms,
      coalesce(jsonb_object_agg(bucket, approved + edited + rejected + answered) FILTER (WHERE bucket IS NOT NULL), '{}') AS spread
    FROM cubed GROUP BY now, day, agent, tool`;
}

/** Such as are shown among those that wait: to leave them out of what arrived would name them. */
export const plantedWaiting = (
  { from, since, until }: { readonly from: string; readonly since: string; readonly until: string },
  condition: string,
) =>
  `UNION ALL SELECT a.created_at >= ${since}::timestamptz, a.created_at::date, a.agent, a.tool, NULL, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
   FROM approval a WHERE a.planted AND a.status = 'pending' AND a.created_at >= ${from}::timestamptz AND a.created_at < ${until}::timestamptz AND ${condition}`;

export const VOTE_COUNTS = ['approved', 'edited', 'rejected', 'answered', 'wordless'] as const;

/** `condition`: of votes as `v` and approvals as `a`. A row for each of `now`, `day`, `reviewer`, `agent`, `tool`: '' for all agents, all tools. */
export function voteCells(of: Stretches, condition: string): string {
  const kind = (name: string) => `FILTER (WHERE kind = '${name}' AND bucket IS NOT NULL)`;
  return `WITH one AS (
      SELECT part.now, v.at::date AS day, v.principal AS reviewer, a.agent, a.tool, ${bucketOf(msBetween('a.created_at', 'v.at'))} AS spread, ${bucketOf('v.on_card_ms')} AS on_card,
        ${when(`v.decision = 'approve'`)} AS approved, ${when(`v.decision = 'edit'`)} AS edited, ${when(`v.decision = 'reject'`)} AS rejected,
        ${when(`v.decision NOT IN ('approve', 'edit', 'reject')`)} AS answered, ${when(`v.decision IN ('approve', 'edit') AND coalesce(btrim(v.reason), '') = ''`)} AS wordless,
        v.on_card_ms
      FROM ${ofEach(of, 'v', 'approval_decision', 'at', 'true')} JOIN approval a ON a.id = v.approval_id WHERE NOT a.planted AND ${condition}),
    cubed AS (
      SELECT now, day, reviewer, agent, tool, kind, bucket, count(*)::int AS times, ${VOTE_COUNTS.map((name) => `(sum(${name}) FILTER (WHERE kind = 'spread'))::int AS ${name}`).join(', ')}
      FROM one CROSS JOIN LATERAL (VALUES ('spread', spread), ('on_card', CASE WHEN on_card_ms IS NOT NULL THEN on_card END)) AS told (kind, bucket)
      GROUP BY now, day, reviewer, kind, bucket, CUBE (agent, tool))
    SELECT now, day, reviewer, coalesce(agent, '') AS agent, coalesce(tool, '') AS tool, ${sums(VOTE_COUNTS)},
      coalesce(jsonb_object_agg(bucket, times) ${kind('spread')}, '{}') AS spread, coalesce(jsonb_object_agg(bucket, times) ${kind('on_card')}, '{}') AS on_card
    FROM cubed GROUP BY now, day, reviewer, agent, tool`;
}

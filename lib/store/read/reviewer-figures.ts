// Knows how each person voted: in a period, and month by month. A vote counts though others had to vote as well, and though an edit emptied the quorum later.
import { z } from 'zod';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import type { ApprovalsAsked } from './approval-figures';
import { QueryText } from './query-text';
import type { Period } from './spend-statement';

const votes = {
  id: z.string(),
  name: z.string(),
  approved: z.number().int(),
  edited: z.number().int(),
  rejected: z.number().int(),
  answered: z.number().int(),
};
const voter = z.strictObject({
  ...votes,
  p50Ms: z.number().int().nullable(),
  p95Ms: z.number().int().nullable(),
});
const month = z.strictObject({
  ...votes,
  month: z.string(),
  measured: z.number().int(),
  onCardMs: z.number().int().nullable(),
  /** Approvals and edits without a word. */
  wordless: z.number().int(),
  days: z.number().int(),
  daysOverCap: z.number().int(),
  busiestDay: z.number().int(),
});
export type VoterFigures = z.infer<typeof voter>;
export type VoterMonth = z.infer<typeof month>;

const OUTCOMES = `count(*) FILTER (WHERE v.decision = 'approve')::int AS approved, count(*) FILTER (WHERE v.decision = 'edit')::int AS edited,
  count(*) FILTER (WHERE v.decision = 'reject')::int AS rejected,
  count(*) FILTER (WHERE v.decision NOT IN ('approve', 'edit', 'reject'))::int AS answered`;
/** People who are gone are called by their id. */
const NAMED = (of: string) =>
  `coalesce((SELECT u.name FROM app_user u WHERE u.id::text = ${of}.id), ${of}.id) AS name`;

/** From the call's being asked for to the vote. Those who voted most come first, at most `limit`. */
export async function readVoters(
  { pool }: Pick<Database, 'pool'>,
  period: Period,
  asked: ApprovalsAsked,
  limit: number,
): Promise<VoterFigures[]> {
  const text = votesOf(period, asked);
  const statement = `WITH counted AS (
      SELECT v.principal AS id, ${OUTCOMES}, percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM v.at - a.created_at)::float8 * 1000) AS spread
      FROM approval_decision v JOIN approval a ON a.id = v.approval_id WHERE ${text.conditions}
      GROUP BY v.principal ORDER BY count(*) DESC, 1 LIMIT ${text.param(limit)})
    SELECT id, ${NAMED('counted')}, approved, edited, rejected, answered, round(spread[1])::int8 AS "p50Ms", round(spread[2])::int8 AS "p95Ms" FROM counted`;
  try {
    return z.array(voter).parse((await pool.query(statement, text.values)).rows);
  } catch (error) {
    throw storeError(error, 'read reviewers');
  }
}

/** The newest month first, then those who voted most, at most `limit`. @param cap votes a day, above which a day is one over the cap. */
export async function readVoterMonths(
  { pool }: Pick<Database, 'pool'>,
  period: Period,
  asked: ApprovalsAsked,
  cap: number,
  limit: number,
): Promise<VoterMonth[]> {
  const text = votesOf(period, asked);
  const statement = `WITH vote AS MATERIALIZED (
      SELECT v.principal AS id, v.at::date AS day, v.decision, v.on_card_ms,
        v.decision IN ('approve', 'edit') AND coalesce(btrim(v.reason), '') = '' AS wordless
      FROM approval_decision v JOIN approval a ON a.id = v.approval_id WHERE ${text.conditions}),
    counted AS (
      SELECT id, date_trunc('month', day) AS month, ${OUTCOMES}, count(on_card_ms)::int AS measured,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY on_card_ms) AS on_card, count(*) FILTER (WHERE wordless)::int AS wordless
      FROM vote v GROUP BY 1, 2 ORDER BY 2 DESC, count(*) DESC, 1 LIMIT ${text.param(limit)}),
    busy AS (
      SELECT id, date_trunc('month', day) AS month, count(*)::int AS days, count(*) FILTER (WHERE votes > ${text.param(cap)}::int)::int AS over,
        max(votes)::int AS busiest
      FROM (SELECT id, day, count(*) AS votes FROM vote GROUP BY id, day) daily GROUP BY 1, 2)
    SELECT counted.id, ${NAMED('counted')}, approved, edited, rejected, answered, to_char(counted.month, 'YYYY-MM') AS month, measured,
      on_card AS "onCardMs", wordless, days, over AS "daysOverCap", busiest AS "busiestDay"
    FROM counted JOIN busy USING (id, month) ORDER BY counted.month DESC, approved + edited + rejected + answered DESC, id`;
  try {
    return z.array(month).parse((await pool.query(statement, text.values)).rows);
  } catch (error) {
    throw storeError(error, 'read reviewers by month');
  }
}

function votesOf({ since, until }: Period, { agent, tool, reviewer }: ApprovalsAsked): QueryText {
  const text = new QueryText();
  text.where(() => 'NOT a.planted');
  text.where((from, to) => `v.at >= ${from}::timestamptz AND v.at < ${to}::timestamptz`, since, until);
  if (agent !== undefined) text.where((p) => `a.agent = ${p}`, agent);
  if (tool !== undefined) text.where((p) => `a.tool = ${p}`, tool);
  if (reviewer !== undefined) text.where((p) => `v.principal = ${p}`, reviewer);
  return text;
}

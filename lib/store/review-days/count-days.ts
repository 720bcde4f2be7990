// Knows when the figures of a day of approvals are added up: once it is over, and again where something was written into it late. A day that is not
// counted is read from its approvals, so that no answer waits for this.
import type { Pool } from 'pg';
import { transact } from '../budgets/transact';
import { APPROVAL_COUNTS, approvalCells, VOTE_COUNTS, voteCells } from './day-cells';

/** Longer than any transaction: what began before midnight has been written by then. */
const REST_MS = 3_600_000;
const DAYS_AT_ONCE = 7;

const TRY_LOCK = `SELECT pg_try_advisory_xact_lock(hashtext('bulkhead:review-days')) AS held`;
const DUE = `SELECT due::date::text AS day FROM generate_series((SELECT date_trunc('day', min(created_at)) FROM approval),
    date_trunc('day', now() - $2::bigint * interval '1 millisecond') - interval '1 day', interval '1 day') due
  WHERE NOT EXISTS (SELECT FROM review_day d WHERE d.day = due::date) OR EXISTS (SELECT FROM review_day_late l WHERE l.day = due::date)
  ORDER BY due DESC LIMIT $1`;

/** First of all: what is written late after this leaves its mark for the next time, whether or not it is seen by what counts. */
const SETTLE = 'DELETE FROM review_day_late WHERE day = ANY($1::date[])';
const CLEAR_APPROVALS = 'DELETE FROM approval_day WHERE day = ANY($1::date[])';
const CLEAR_VOTES = 'DELETE FROM vote_day WHERE day = ANY($1::date[])';
const DONE = `INSERT INTO review_day (day, counted_at) SELECT day, now() FROM unnest($1::date[]) day
  ON CONFLICT (day) DO UPDATE SET counted_at = excluded.counted_at`;

const WHOLE_DAYS = { begins: '$1', ends: '$2', now: '$3' };
const approvalColumns = `day, agent, tool, ${APPROVAL_COUNTS.join(', ')}, waited_ms, spread`;
const voteColumns = `day, reviewer, agent, tool, ${VOTE_COUNTS.join(', ')}, spread, on_card`;
const COUNT_APPROVALS = `INSERT INTO approval_day (${approvalColumns})
  SELECT ${approvalColumns} FROM (${approvalCells(WHOLE_DAYS, { condition: 'true' })}) AS cells`;
const COUNT_VOTES = `INSERT INTO vote_day (${voteColumns})
  SELECT ${voteColumns} FROM (${voteCells(WHOLE_DAYS, 'true')}) AS cells`;

/** Counts some of the days that are due, the newest first; none where another process is at it. @returns how many. @throws StoreUnavailableError */
export function countReviewDays(
  pool: Pool,
  { most = DAYS_AT_ONCE, restMs = REST_MS }: { readonly most?: number; readonly restMs?: number } = {},
): Promise<number> {
  return transact(pool, 'count days of approvals', async (ask) => {
    const [lock] = await ask<{ held: boolean }>('try_lock_review_days', TRY_LOCK, []);
    if (!lock?.held) return 0;
    const due = (await ask<{ day: string }>('review_days_due', DUE, [most, restMs])).map(({ day }) => day);
    if (due.length === 0) return 0;
    await ask('settle_review_days', SETTLE, [due]);
    await ask('clear_approval_days', CLEAR_APPROVALS, [due]);
    await ask('clear_vote_days', CLEAR_VOTES, [due]);
    const begins = due.map((day) => `${day}T00:00:00.000Z`);
    const ends = begins.map((begin) => new Date(Date.parse(begin) + 86_400_000).toISOString());
    const stretches = [begins, ends, due.map(() => true)];
    await ask('count_approval_days', COUNT_APPROVALS, stretches);
    await ask('count_vote_days', COUNT_VOTES, stretches);
    await ask('review_days_done', DONE, [due]);
    return due.length;
  });
}

/** All that are due. */
export async function countAllReviewDays(pool: Pool): Promise<void> {
  while ((await countReviewDays(pool)) > 0);
}

/** Has every day counted again: the figures come from approvals until then. */
export async function recountReviewDays(pool: Pool): Promise<void> {
  await pool.query('INSERT INTO review_day_late (day) SELECT day FROM review_day');
}

// Knows how room is taken back that nobody gives back: of workers whose lease is over or that do not answer, and of periods that are over.
import type { Pool } from 'pg';
import { lockAllowances, lockPeriods } from './budget-locks';
import { closeAllowances, isLost } from './recall';
import { askOn, transact } from './transact';

/** A period's allowances are left to their workers for so long after its end. */
const OVER_FOR_MS = 60_000;
/** An allowance of which nothing is left stays for so long, because its worker may take more room on it. */
const EMPTY_FOR_MS = 60_000;

const NO_HOLDS = `NOT EXISTS (SELECT FROM hold h WHERE h.allowances @> ARRAY[a.id])`;
const IDLE = `(a.worker_id IS NULL OR a.updated_at < now() - interval '${EMPTY_FOR_MS} milliseconds')`;
const EMPTY = `a.granted_micro_usd = 0 AND ${IDLE} AND ${NO_HOLDS}`;

const FIND = `SELECT a.id::text AS id, a.budget_period_id AS "periodId",
    a.worker_id IS NOT NULL AND (${isLost('a')} OR p.ends_at < now() - interval '${OVER_FOR_MS} milliseconds') AS closes
  FROM allowance a JOIN budget_period p ON p.id = a.budget_period_id`;
const CANDIDATES = `SELECT * FROM (${FIND} ORDER BY a.id) found WHERE closes
  UNION ALL SELECT a.id::text, a.budget_period_id, false FROM allowance a WHERE ${EMPTY} LIMIT 1000`;
const FORGET = `DELETE FROM allowance a WHERE a.id = ANY($1::bigint[]) AND ${EMPTY}`;

type Candidate = { readonly id: string; readonly periodId: number; readonly closes: boolean };

export async function sweepAllowances(pool: Pool): Promise<void> {
  const found = await askOn(pool)<Candidate>('sweep_candidates', CANDIDATES, []);
  if (found.length === 0) return;
  await transact(pool, 'take back allowances', async (ask) => {
    await lockPeriods(ask, [...new Set(found.map(({ periodId }) => periodId))]);
    const there = new Set(await lockAllowances(ask, [...new Set(found.map(({ id }) => id))]));
    const closing = found.filter(({ id, closes }) => closes && there.has(id)).map(({ id }) => id);
    if (closing.length > 0) await closeAllowances(ask, closing);
    await ask('forget_allowances', FORGET, [[...there]]);
  });
}

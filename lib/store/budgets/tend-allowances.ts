// Knows how a worker gives back what it does not use, and what it has: what is not among that is gone.
import type { Pool } from 'pg';
import type { BudgetName } from '../../domain/budget';
import type { Allowance } from '../../ports/budget-ledger';
import { lockAllowances, lockPeriods, reservedOf } from './budget-locks';
import { type Ask, askOn, transact } from './transact';

type Row = Omit<Allowance, 'budget'> &
  BudgetName & {
    readonly periodId: number;
    /** It was asked back, and this is an answer. */
    readonly asked: boolean;
  };

const MINE = `SELECT a.id::text AS id, p.id AS "periodId", p.scope, p.period, p.ends_at AS "endsAt",
    greatest(0, a.granted_micro_usd - r.reserved) AS "freeMicroUsd", a.recalled_at IS NOT NULL AS asked,
    b.archived_at IS NOT NULL OR coalesce(p.recalled_until > now(), false) OR p.spent_micro_usd + p.held_micro_usd > b.limit_micro_usd AS recalled
  FROM allowance a JOIN budget_period p ON p.id = a.budget_period_id JOIN budget b ON b.scope = p.scope AND b.period = p.period
  CROSS JOIN LATERAL (${reservedOf('a.id')}) r
  WHERE a.worker_id = $1 ORDER BY a.id`;

/** $1 allowances, $2 amounts, $3 those that answer. */
const GIVE_BACK = `WITH wish AS (SELECT id, sum(amount)::bigint AS amount FROM unnest($1::bigint[], $2::bigint[]) AS one(id, amount) GROUP BY id),
  back AS (SELECT a.id, a.budget_period_id, greatest(0, least(coalesce(w.amount, 0), a.granted_micro_usd - r.reserved)) AS amount
    FROM allowance a LEFT JOIN wish w ON w.id = a.id CROSS JOIN LATERAL (${reservedOf('a.id')}) r WHERE a.id = ANY($3::bigint[])),
  less AS (UPDATE allowance a SET granted_micro_usd = a.granted_micro_usd - back.amount, recalled_at = NULL,
      updated_at = CASE WHEN back.amount > 0 THEN now() ELSE a.updated_at END FROM back WHERE a.id = back.id)
  UPDATE budget_period p SET held_micro_usd = p.held_micro_usd - s.amount
  FROM (SELECT budget_period_id, sum(amount)::bigint AS amount FROM back GROUP BY 1) s WHERE p.id = s.budget_period_id AND s.amount > 0`;

type Return = { readonly allowance: string; readonly microUsd: number };

export async function tendAllowances(
  pool: Pool,
  workerId: string,
  returns: readonly Return[],
): Promise<readonly Allowance[]> {
  const mine = await read(askOn(pool), workerId);
  const named = new Set(returns.filter(({ microUsd }) => microUsd > 0).map(({ allowance }) => allowance));
  const touched = mine.filter(({ id, asked }) => asked || named.has(id));
  if (touched.length === 0) return mine.map(allowanceOf);
  return transact(pool, 'tend allowances', async (ask) => {
    await lockPeriods(ask, [...new Set(touched.map(({ periodId }) => periodId))]);
    const present = await lockAllowances(
      ask,
      touched.map(({ id }) => id),
    );
    const own = returns.filter(({ allowance }) => named.has(allowance));
    await ask('give_back', GIVE_BACK, [
      own.map(({ allowance }) => allowance),
      own.map(({ microUsd }) => microUsd),
      present,
    ]);
    return (await read(ask, workerId)).map(allowanceOf);
  });
}

const read = (ask: Ask, workerId: string) => ask<Row>('allowances_of_worker', MINE, [workerId]);

const allowanceOf = ({ id, scope, period, endsAt, freeMicroUsd, recalled }: Row): Allowance => ({
  id,
  budget: { scope, period },
  endsAt,
  freeMicroUsd,
  recalled,
});

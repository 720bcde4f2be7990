// Knows how room comes back: from workers that are lost or do not answer it is taken, others are asked for what they do not use.
import { isLive, lockAllowances, reservedOf } from './budget-locks';
import type { Ask } from './transact';

/** Whoever was asked and has not answered for so long loses his allowance: no further hold can be taken from it, and what is free of it is free for all. */
export const ANSWER_WITHIN_MS = 5_000;
/** So long after somebody found no room, everybody gives back what he does not use. */
export const RECALL_STANDS_MS = 5_000;

const overdue = (a: string) => `${a}.recalled_at < now() - interval '${ANSWER_WITHIN_MS} milliseconds'`;
export const isLost = (a: string) => `(NOT ${isLive(`${a}.worker_id`)} OR ${overdue(a)})`;

/** $1 periods, $2 the worker that asks: who asks is not lost. */
const FIND_LOST = `SELECT a.id::text AS id FROM allowance a
  WHERE a.budget_period_id = ANY($1::bigint[]) AND a.worker_id <> $2 AND ${isLost('a')}`;

/** What covers holds that are not counted yet stays; the rest is the period's again. */
const CLOSE = `WITH closing AS (SELECT a.id, a.budget_period_id, a.granted_micro_usd AS granted, least(a.granted_micro_usd, r.reserved) AS kept
    FROM allowance a CROSS JOIN LATERAL (${reservedOf('a.id')}) r WHERE a.id = ANY($1::bigint[]) AND a.worker_id IS NOT NULL),
  closed AS (UPDATE allowance a SET worker_id = NULL, granted_micro_usd = c.kept, recalled_at = NULL, updated_at = now()
    FROM closing c WHERE a.id = c.id)
  UPDATE budget_period p SET held_micro_usd = p.held_micro_usd - back.amount
  FROM (SELECT budget_period_id, sum(granted - kept)::bigint AS amount FROM closing GROUP BY 1) back WHERE p.id = back.budget_period_id`;

/** Allowances of locked periods that are locked themselves: their workers can take no hold from them any more. */
export async function closeAllowances(ask: Ask, ids: readonly string[]): Promise<void> {
  await ask('close_allowances', CLOSE, [ids]);
}

/** Of locked periods. @returns whether there was any. */
export async function takeFromLost(ask: Ask, periods: readonly number[], worker: string): Promise<boolean> {
  const lost = await ask<{ id: string }>('find_lost_allowances', FIND_LOST, [periods, worker]);
  if (lost.length === 0) return false;
  await closeAllowances(
    ask,
    await lockAllowances(
      ask,
      lost.map(({ id }) => id),
    ),
  );
  return true;
}

/** $1 periods, $2 the worker that asks. */
const RECALL = `WITH unused AS MATERIALIZED (SELECT a.id, a.budget_period_id FROM allowance a CROSS JOIN LATERAL (${reservedOf('a.id')}) r
    WHERE a.budget_period_id = ANY($1::bigint[]) AND a.worker_id <> $2 AND a.granted_micro_usd > r.reserved),
  recalled AS (UPDATE budget_period p SET recalled_until = now() + interval '${RECALL_STANDS_MS} milliseconds' WHERE p.id = ANY($1::bigint[])),
  asked AS (SELECT a.id FROM allowance a WHERE a.id IN (SELECT id FROM unused) AND a.recalled_at IS NULL ORDER BY a.id FOR NO KEY UPDATE),
  marked AS (UPDATE allowance a SET recalled_at = now() FROM asked WHERE a.id = asked.id)
  SELECT EXISTS (SELECT FROM unused) AS some`;

/** Of locked periods: whoever else has room there that he does not use is asked for it. @returns whether anybody is. */
export async function recallFrom(ask: Ask, periods: readonly number[], worker: string): Promise<boolean> {
  const [answer] = await ask<{ some: boolean }>('recall_allowances', RECALL, [periods, worker]);
  return answer?.some ?? false;
}

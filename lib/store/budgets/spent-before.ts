// Knows what a budget that is set within a period finds spent and held already, so that it bounds the whole of the period. Errs towards spending less: an hour in which its
// period began counts whole.
import type { BudgetName } from '../../domain/budget';
import { reservedOf } from './budget-locks';
import { MAKE, presentPeriod, scopesOfRun } from './present-periods';
import type { Ask } from './transact';

/**
 * Held by whoever counts holds, and alone by whoever sets a budget: what was counted before is in the sums that are read here, and what is counted after
 * finds the budget. Taken before any row.
 */
export const COUNTING = `SELECT pg_advisory_xact_lock_shared(hashtext('bulkhead:budget')) IS NULL AS nothing`;
export const SETTING = `SELECT pg_advisory_xact_lock(hashtext('bulkhead:budget'))::text`;

/** Of the scope $1, beginning with the key of the sums. */
const SUMS = {
  label: `c.dimension = 'label' AND c.value = substr($1::text, 7)`,
  agent: `c.dimension = 'all' AND c.agent = substr($1::text, 7)`,
  global: `c.dimension = 'all'`,
} as const;
/** $1 scope, $2 period. Each sum of 0036 that tells the scope, and what is counted and not merged into them yet. */
const spent = (
  sums: string,
) => `UPDATE budget_period p SET spent_micro_usd = greatest(p.spent_micro_usd, spent.cost) FROM (
    SELECT present.id, (SELECT coalesce(sum(c.cost_micro_usd), 0) FROM spend_cell c WHERE ${sums}
        AND c.facet = 'all' AND c.hour >= date_trunc('hour', present.starts_at))::bigint
      + (SELECT coalesce(sum(d.cost_micro_usd), 0) FROM spend_due d JOIN run r ON r.id = d.run_id
        WHERE d.settled_at >= date_trunc('hour', present.starts_at) AND $1::text = ANY(${scopesOfRun('r')}))::bigint AS cost
    FROM budget b CROSS JOIN LATERAL (${presentPeriod('b')}) present WHERE b.scope = $1::text AND b.period = $2::text) spent
  WHERE p.id = spent.id RETURNING p.id::int AS id`;
/** The statement and its name. */
export function spentIn(scope: string): readonly [name: string, text: string] {
  const kind = scope.startsWith('label:') ? 'label' : scope.startsWith('agent:') ? 'agent' : 'global';
  return [`spent_before_${kind}`, spent(SUMS[kind])];
}

/** Calls under way that are taken from nothing of this budget. What a commit or a counter has in hand is passed over: it is charged when it is counted. */
const UNDER_WAY = `WITH open AS MATERIALIZED (SELECT h.run_id, h.step, h.attempt FROM hold h JOIN run r ON r.id = h.run_id JOIN budget_period p ON p.id = $2::bigint
    WHERE $1::text = ANY(${scopesOfRun('r')}) AND h.held_at >= p.starts_at AND NOT EXISTS (SELECT FROM allowance a JOIN budget_period q ON q.id = a.budget_period_id
      WHERE a.id = ANY(h.allowances) AND q.scope = p.scope AND q.period = p.period)
    FOR UPDATE OF h SKIP LOCKED),
  made AS (INSERT INTO allowance (budget_period_id, worker_id, granted_micro_usd, updated_at)
    SELECT $2::bigint, NULL, 0, now() WHERE EXISTS (SELECT FROM open) RETURNING id)
  UPDATE hold h SET allowances = h.allowances || made.id FROM open CROSS JOIN made
  WHERE h.run_id = open.run_id AND h.step = open.step AND h.attempt = open.attempt RETURNING made.id::text AS id`;
/** As of an allowance that was taken back: it covers its holds. */
const COVER = `WITH covered AS (UPDATE allowance a SET granted_micro_usd = r.reserved FROM (${reservedOf('$1::bigint')}) r WHERE a.id = $1::bigint
    RETURNING a.budget_period_id AS period, a.granted_micro_usd AS amount)
  UPDATE budget_period p SET held_micro_usd = p.held_micro_usd + covered.amount FROM covered WHERE p.id = covered.period RETURNING p.id::int AS id`;

const STANDING = `SELECT scope, period FROM budget WHERE archived_at IS NULL ORDER BY scope, period`;

/** Of every budget that stands, once the sums have what they lacked when it was set, in a transaction that has locked no row of a budget. Lowers nothing. */
export async function countSpentAnew(ask: Ask): Promise<void> {
  await ask('setting_budgets', SETTING, []);
  const standing = await ask<BudgetName>('standing_budgets', STANDING, []);
  await ask('make_budget_periods', MAKE, [[...new Set(standing.map(({ scope }) => scope))]]);
  for (const { scope, period } of standing) await ask(...spentIn(scope), [scope, period]);
}

/** Of a budget that bounded nothing until now, in the transaction that sets it, which holds SETTING. */
export async function countSpentBefore(ask: Ask, { scope, period }: BudgetName): Promise<void> {
  await ask('make_budget_periods', MAKE, [[scope]]);
  const [present] = await ask<{ id: number }>(...spentIn(scope), [scope, period]);
  if (present === undefined) throw new Error('a budget that is set has a period');
  const [open] = await ask<{ id: string }>('under_way_before', UNDER_WAY, [scope, present.id]);
  if (open !== undefined) await ask('cover_under_way', COVER, [open.id]);
}

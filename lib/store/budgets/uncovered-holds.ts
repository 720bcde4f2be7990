// Knows what is charged to budgets of which a call knew nothing when it was made: they were set while it was under way, or its worker had not heard of them.

import { scopesOfRun } from './present-periods';
import type { TakenHold } from './settled-hold';
import type { Ask } from './transact';

/** $1 runs, $2 when they were held, $3 allowances, $4 costs: by the period in which it was held. */
const UNCOVERED = `SELECT p.id::int AS id, sum(c.cost)::bigint AS cost
  FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::bigint[]) AS c(run_id, held_at, allowances, cost)
  JOIN run r ON r.id = c.run_id CROSS JOIN LATERAL (SELECT ${scopesOfRun('r')} AS scopes) of_run
  JOIN budget b ON b.scope = ANY(of_run.scopes) AND b.archived_at IS NULL
  JOIN budget_period p ON p.scope = b.scope AND p.period = b.period AND p.starts_at <= c.held_at AND (p.ends_at IS NULL OR p.ends_at > c.held_at)
  WHERE NOT EXISTS (SELECT FROM allowance a JOIN budget_period q ON q.id = a.budget_period_id
    WHERE a.id = ANY(c.allowances::bigint[]) AND q.scope = b.scope AND q.period = b.period)
  GROUP BY p.id`;
const CHARGE = `UPDATE budget_period p SET spent_micro_usd = p.spent_micro_usd + c.cost FROM unnest($1::bigint[], $2::bigint[]) AS c(id, cost) WHERE p.id = c.id`;

export type Uncovered = { readonly id: number; readonly cost: number };

export function uncoveredHolds(ask: Ask, holds: readonly TakenHold[]): Promise<Uncovered[]> {
  return ask<Uncovered>('uncovered_holds', UNCOVERED, [
    holds.map(({ runId }) => runId),
    holds.map(({ heldAt }) => heldAt),
    holds.map(({ allowances }) => `{${allowances.join(',')}}`),
    holds.map(({ cost }) => cost),
  ]);
}

/** Of periods that are locked. */
export async function chargeUncovered(ask: Ask, uncovered: readonly Uncovered[]): Promise<void> {
  if (uncovered.length === 0) return;
  await ask('charge_uncovered', CHARGE, [uncovered.map(({ id }) => id), uncovered.map(({ cost }) => cost)]);
}

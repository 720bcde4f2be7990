// Knows the order in which rows of budgets are locked: periods by id, then their allowances by id, by whoever changes either. Nobody else changes them.
//
// A commit that takes holds locks allowances alone, FOR KEY SHARE, by id, after runs and journal. So whoever makes an allowance smaller or closes it
// waits for the commits that are under way on it (FOR UPDATE), and sees their holds in its next statement; who makes one larger need not wait.
import type { Ask } from './transact';

const LOCK_PERIODS = `SELECT id FROM budget_period WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE`;
const LOCK_ALLOWANCES = `SELECT id::text AS id FROM allowance WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE`;

export async function lockPeriods(ask: Ask, ids: readonly number[]): Promise<void> {
  await ask('lock_budget_periods', LOCK_PERIODS, [ids]);
}

/** Of periods that are locked already. @returns those that are still there. */
export async function lockAllowances(ask: Ask, ids: readonly string[]): Promise<string[]> {
  const rows = await ask<{ id: string }>('lock_allowances', LOCK_ALLOWANCES, [ids]);
  return rows.map(({ id }) => id);
}

/** What the holds of an allowance that are not counted yet keep of it: what they may cost, or what they did cost. */
export const reservedOf = (
  allowance: string,
) => `SELECT coalesce(sum(CASE WHEN h.settled_at IS NULL THEN h.held_micro_usd
    ELSE least(h.cost_micro_usd, h.held_micro_usd) END), 0)::bigint AS reserved
  FROM hold h WHERE h.allowances @> ARRAY[${allowance}]`;

/** The worker lives by the store's clock. */
export const isLive = (worker: string) =>
  `EXISTS (SELECT FROM worker w WHERE w.id = ${worker} AND w.retired_at IS NULL AND w.lease_until > now())`;

// Knows the budgets that apply and the periods that run, which are made when they are first asked for.
import type { Ask } from './transact';

/**
 * The period of the budget in the row `b` that runs now. One that was begun runs to its end, whatever becomes of the zone; the next begins where the
 * zone says, and not before.
 */
export const presentPeriod = (b: string) => `SELECT p.* FROM budget_period p
  WHERE p.scope = ${b}.scope AND p.period = ${b}.period AND p.starts_at <= now() AND (p.ends_at IS NULL OR p.ends_at > now())
  ORDER BY p.starts_at DESC LIMIT 1`;

/** The scopes that bound the run in the row `r`, as `scopesOf` has them. */
export const scopesOfRun = (r: string) =>
  `(ARRAY['global', 'agent:' || ${r}.agent] || ARRAY(SELECT 'label:' || l.key || '=' || l.value FROM jsonb_each_text(${r}.labels) l))`;

export const ZONE = `coalesce((SELECT zone FROM installation), 'UTC')`;

const APPLYING = `SELECT present.id FROM budget b LEFT JOIN LATERAL (${presentPeriod('b')}) present ON true
  WHERE b.scope = ANY($1::text[]) AND b.archived_at IS NULL`;

/** $1 scopes. */
export const MAKE = `INSERT INTO budget_period (scope, period, starts_at, ends_at)
  SELECT b.scope, b.period, greatest(at.starts_at, (SELECT max(q.ends_at) FROM budget_period q WHERE q.scope = b.scope AND q.period = b.period)),
    at.ends_at
  FROM budget b CROSS JOIN LATERAL budget_period_at(b.period, now(), ${ZONE}) at
  WHERE b.scope = ANY($1::text[]) AND b.archived_at IS NULL AND NOT EXISTS (${presentPeriod('b')})
  ORDER BY b.scope, b.period ON CONFLICT DO NOTHING`;

/** Ids of the periods in which these scopes are bounded now. */
export async function presentPeriods(ask: Ask, scopes: readonly string[]): Promise<number[]> {
  for (let made = false; ; made = true) {
    const rows = await ask<{ id: number | null }>('budgets_applying', APPLYING, [scopes]);
    const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]));
    if (ids.length === rows.length) return ids;
    if (made) throw new Error('a period that was made runs');
    await ask('make_budget_periods', MAKE, [scopes]);
  }
}

// Knows what each agent spent lately, by the second, and which agents spent more within a minute than they may.
import type { Pool } from 'pg';
import type { SettledHold } from '../budgets/settled-hold';
import { type Ask, askOn } from '../budgets/transact';

const ADD = `INSERT INTO spend_second (agent, second, cost_micro_usd)
  SELECT agent, second, sum(cost)::int8 FROM unnest($1::text[], $2::timestamptz[], $3::int8[]) AS added(agent, second, cost)
  GROUP BY 1, 2 ORDER BY 1, 2 ON CONFLICT (agent, second) DO UPDATE SET cost_micro_usd = spend_second.cost_micro_usd + excluded.cost_micro_usd`;

/** In the transaction that counts the holds: until then they are read from where they are. */
export async function addSpendSeconds(ask: Ask, holds: readonly SettledHold[]): Promise<void> {
  const spent = holds.filter(({ cost }) => cost > 0);
  if (spent.length === 0) return;
  await ask('add_spend_seconds', ADD, [
    spent.map(({ agent }) => agent),
    spent.map(({ settledAt }) => `${settledAt.slice(0, 19)}Z`),
    spent.map(({ cost }) => cost),
  ]);
}

export async function forgetSpendSeconds(ask: Ask): Promise<void> {
  await ask(
    'forget_spend_seconds',
    `DELETE FROM spend_second WHERE second < now() - interval '10 minutes'`,
    [],
  );
}

export type TooFast = {
  readonly agent: string;
  readonly costMicroUsd: number;
  readonly boundMicroUsd: number;
};

/**
 * What was settled before somebody let the agent go on is judged already. A second belongs to the minute with any part of it, but to the time after a
 * lift only as a whole: holds that are not counted yet are told apart exactly.
 */
const TOO_FAST = `WITH bounded AS MATERIALIZED (
    SELECT a.name, (v.definition->>'maxCostPerMinuteMicroUsd')::int8 AS bound,
      coalesce((SELECT max(s.lifted_at) FROM stop s WHERE s.scope = 'agent:' || a.name), '-infinity') AS lifted
    FROM agent a JOIN agent_version v ON v.name = a.name AND v.version = a.active_version
    WHERE a.archived_at IS NULL AND v.definition->>'maxCostPerMinuteMicroUsd' IS NOT NULL
      AND NOT EXISTS (SELECT FROM stop s WHERE s.scope = 'agent:' || a.name AND s.lifted_epoch IS NULL))
  SELECT b.name AS agent, b.bound AS "boundMicroUsd", spent.cost AS "costMicroUsd" FROM bounded b CROSS JOIN LATERAL (
    SELECT coalesce(sum(cost), 0)::int8 AS cost FROM (
      SELECT s.cost_micro_usd AS cost FROM spend_second s WHERE s.agent = b.name AND s.second > now() - interval '61 seconds' AND s.second >= b.lifted
      UNION ALL SELECT h.cost_micro_usd FROM hold h JOIN run r ON r.id = h.run_id
        WHERE h.settled_at > now() - interval '60 seconds' AND h.settled_at >= b.lifted AND r.agent = b.name) lately) spent
  WHERE spent.cost > b.bound`;

/** Agents that are not paused. */
export function agentsTooFast(pool: Pool): Promise<TooFast[]> {
  return askOn(pool)<TooFast>('agents_too_fast', TOO_FAST, []);
}

const LET_GO = `UPDATE alert a SET resolved_at = now() WHERE a.kind = 'spend_breaker' AND a.resolved_at IS NULL
  AND NOT EXISTS (SELECT FROM stop s WHERE s.scope = a.subject AND s.lifted_epoch IS NULL) RETURNING id`;

/** Alerts of agents that somebody let go on. @returns their ids. */
export async function endBreakerAlerts(pool: Pool): Promise<string[]> {
  return (await askOn(pool)<{ id: string }>('end_breaker_alerts', LET_GO, [])).map(({ id }) => id);
}

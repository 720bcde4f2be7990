// Knows what spend tells that somebody should know: hours unlike others, tokens without a price, models that end, holds that nobody settles.
import { type AlertFact, type FactOf, type FoundAlert, foundAlert } from '../../domain/alert';
import { type PriceEntry, priceAt } from '../../domain/price-table';
import { spikeAgainst } from '../../domain/spend-forecast';
import type { Ask } from '../budgets/transact';

const MOST = 100;

type Spent = {
  readonly agent: string;
  readonly hour: string;
  readonly cost: number;
  readonly activeHours: number;
  readonly activeMicroUsd: number;
};
/** The hour that runs and the one before: an hour that was cut short by the look is judged whole at the next. */
const SPENT = `SELECT s.agent, s.hour, sum(s.cost_micro_usd)::int8 AS cost, u.active_hours AS "activeHours", u.active_micro_usd AS "activeMicroUsd"
  FROM spend_cell s JOIN usual_spend u ON u.scope = 'agent:' || s.agent
  WHERE s.dimension = 'all' AND s.facet = 'all' AND s.hour >= date_trunc('hour', now()) - interval '1 hour' GROUP BY s.agent, s.hour, u.active_hours, u.active_micro_usd ORDER BY s.hour`;

/** One for each agent and day (UTC), with the newest hour that is a spike. */
export async function findSpikes(ask: Ask): Promise<FoundAlert[]> {
  const found = new Map<string, FoundAlert>();
  for (const { agent, hour, cost, ...usual } of await ask<Spent>('spent_lately', SPENT, [])) {
    const usualMicroUsd = spikeAgainst(cost, usual);
    if (usualMicroUsd === null) continue;
    const fact: FactOf<'spend_spike'> = {
      kind: 'spend_spike',
      agent,
      hour,
      costMicroUsd: cost,
      usualMicroUsd,
    };
    found.set(agent, foundAlert(fact, hour.slice(0, 10)));
  }
  return [...found.values()];
}

type Unpriced = Omit<FactOf<'unpriced_usage'>, 'kind'> & { readonly month: string };
/** A cost is rounded up: tokens of any price cost at least one micro-dollar. */
const UNPRICED = `SELECT 'model' AS called, name, sum(calls)::int8 AS calls, sum(tokens)::int8 AS tokens,
    to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM') AS month
  FROM spend_cell WHERE dimension = 'all' AND facet = 'model' AND hour >= date_trunc('hour', now()) - interval '23 hours' AND cost_micro_usd = 0 AND tokens > 0
  GROUP BY name ORDER BY tokens DESC LIMIT ${MOST}`;

/** One for each model and month (UTC): tools count no tokens. */
export async function findUnpriced(ask: Ask): Promise<FoundAlert[]> {
  const rows = await ask<Unpriced>('unpriced_usage', UNPRICED, []);
  return rows.map(({ month, ...usage }) => foundAlert({ kind: 'unpriced_usage', ...usage }, month));
}

type Charged = Pick<FactOf<'deprecated_model'>, 'name' | 'model' | 'calls' | 'costMicroUsd'> & {
  readonly now: string;
};
const CHARGED = `SELECT c.name, v.definition->>'model' AS model, sum(c.calls)::int8 AS calls, sum(c.cost_micro_usd)::int8 AS "costMicroUsd", now() AS now
  FROM spend_cell c JOIN model m ON m.name = c.name JOIN model_version v ON v.name = m.name AND v.version = m.active_version
  WHERE c.dimension = 'all' AND c.facet = 'model' AND c.hour >= date_trunc('hour', now()) - interval '23 hours' AND c.cost_micro_usd > 0
  GROUP BY c.name, v.definition->>'model' ORDER BY c.name`;

/** One for each configured model and month (UTC). @param prices the table, by which it is known. */
export async function findDeprecated(ask: Ask, prices: readonly PriceEntry[]): Promise<FoundAlert[]> {
  if (prices.every(({ deprecated }) => deprecated === undefined)) return [];
  const charged = await ask<Charged>('charged_models', CHARGED, []);
  const found = charged.flatMap(({ now, ...usage }) => {
    const deprecated = priceAt(prices, usage.model, Date.parse(now))?.deprecated;
    if (deprecated === undefined) return [];
    const { endsAt = null, use = null } = deprecated;
    return [foundAlert({ kind: 'deprecated_model', ...usage, endsAt, use }, now.slice(0, 7))];
  });
  return found.slice(0, MOST);
}

/** Beyond this share and margin of its timeout no call is under way: an attempt has a hold of its own, and a lost one is settled by the run's next owner. */
const LONG_OVER = `interval '1 millisecond' * 3 * coalesce((v.definition->>'timeoutMs')::float8, 0) + interval '10 minutes'`;
const LEAKED = `SELECT r.agent, count(*)::int AS holds, sum(h.held_micro_usd)::int8 AS "heldMicroUsd", min(h.held_at) AS "oldestAt",
    (array_agg(h.run_id ORDER BY h.held_at, h.run_id))[1] AS "runId", (array_agg(h.step ORDER BY h.held_at, h.run_id))[1] AS step
  FROM hold h JOIN run r ON r.id = h.run_id
  LEFT JOIN LATERAL (SELECT definition FROM model_version WHERE h.called = 'model' AND name = h.name AND version = h.version
    UNION ALL SELECT definition FROM tool_version WHERE h.called = 'tool' AND name = h.name AND version = h.version) v ON true
  WHERE h.settled_at IS NULL AND h.held_at < now() - (${LONG_OVER}) GROUP BY r.agent ORDER BY r.agent LIMIT ${MOST}`;

/** One for each agent and oldest hold. */
export async function findLeaked(ask: Ask): Promise<FoundAlert[]> {
  const rows = await ask<Omit<FactOf<'leaked_hold'>, 'kind'>>('leaked_holds', LEAKED, []);
  return rows.map((row) => {
    const fact: AlertFact = { kind: 'leaked_hold', ...row };
    return foundAlert(fact, `${row.runId}:${row.step}`);
  });
}

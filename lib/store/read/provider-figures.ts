// Knows what is compared with what was counted here: the providers' figures that stand, what the catalog's models are called there, and which costs are estimates. Days are those of UTC.
import type { Database } from '../database';
import { storeError } from '../store-errors';

/** Both days are part of it. */
export type Days = { readonly from: string; readonly to: string };

export type StandingFigure = {
  readonly provider: string;
  readonly day: string;
  readonly model: string;
  /** Null: no file says. */
  readonly costMicroUsd: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens: number | null;
};
/** A model of the catalog and what its provider calls it, in a version of it. */
export type CatalogModel = { readonly name: string; readonly model: string; readonly active: boolean };
export type Estimated = { readonly day: string; readonly name: string; readonly costMicroUsd: number };

const FIGURES = `SELECT provider, to_char(day, 'YYYY-MM-DD') AS day, model, max(cost_micro_usd)::float8 AS "costMicroUsd", max(input_tokens)::float8 AS "inputTokens",
    max(output_tokens)::float8 AS "outputTokens", max(cached_input_tokens)::float8 AS "cachedInputTokens"
  FROM provider_figure WHERE day BETWEEN $1::date AND $2::date GROUP BY provider, provider_figure.day, model ORDER BY provider, provider_figure.day, model`;

/** At most one row tells the cost, and one the tokens, of a provider's model on a day. */
export async function readProviderFigures(
  { pool }: Pick<Database, 'pool'>,
  { from, to }: Days,
): Promise<readonly StandingFigure[]> {
  return asked('read provider figures', async () => (await pool.query(FIGURES, [from, to])).rows);
}

const MODELS = `SELECT DISTINCT m.name, v.definition->>'model' AS model, bool_or(v.version = m.active_version) AS active
  FROM model m JOIN model_version v ON v.name = m.name GROUP BY m.name, v.definition->>'model' ORDER BY m.name, model`;

/** Of every version, archived models too: what was called then was billed under the name of then. */
export async function readCatalogModels({ pool }: Pick<Database, 'pool'>): Promise<readonly CatalogModel[]> {
  return asked('read names of models', async () => (await pool.query(MODELS)).rows);
}

const ESTIMATED = `SELECT to_char(hour, 'YYYY-MM-DD') AS day, name, sum(cost)::float8 AS "costMicroUsd" FROM (
    SELECT hour, name, estimated_micro_usd AS cost FROM spend_cell WHERE dimension = 'all' AND facet = 'model' AND estimated_micro_usd > 0
    UNION ALL SELECT date_trunc('hour', settled_at), name, cost_micro_usd FROM spend_due WHERE called = 'model' AND estimated
    UNION ALL SELECT date_trunc('hour', settled_at), name, cost_micro_usd FROM hold WHERE called = 'model' AND estimated AND settled_at IS NOT NULL) charge
  WHERE hour >= $1::date AND hour < $2::date + 1 GROUP BY 1, 2`;

/** Calls of which nobody knows what they used: they are charged at the most that they can have cost. */
export async function readEstimated(
  { pool }: Pick<Database, 'pool'>,
  { from, to }: Days,
): Promise<readonly Estimated[]> {
  return asked('read estimated spend', async () => (await pool.query(ESTIMATED, [from, to])).rows);
}

async function asked<T>(what: string, ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await ask();
  } catch (error) {
    throw storeError(error, what);
  }
}

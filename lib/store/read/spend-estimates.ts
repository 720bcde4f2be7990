// Knows what was held for the calls of each model and what they cost, by the sums that are kept. Calls from before holds were kept stand in none.
import type { EstimateShape } from '../../contract/estimates';
import { modelDefinition } from '../../domain/model';
import { type Tokenizer, tokenizerOf } from '../../domain/tokenizer';
import type { Database } from '../database';
import { mergeAllSpend } from '../spend/tend-spend';
import { storeError } from '../store-errors';
import type { Period } from './spend-statement';

type Estimate = Omit<EstimateShape, 'tokenizer'>;
type Day = { readonly model: string } & EstimateShape['days'][number];

const BY_DAY = `SELECT name AS model, to_char(hour, 'YYYY-MM-DD') AS day, sum(calls)::bigint AS calls, sum(held_micro_usd)::bigint AS "heldMicroUsd",
    sum(cost_micro_usd)::bigint AS "costMicroUsd", sum(estimated_micro_usd)::bigint AS "estimatedMicroUsd"
  FROM spend_cell WHERE dimension = 'all' AND facet = 'model' AND name <> ''
    AND hour >= date_trunc('hour', $1::timestamptz) AND hour < $2::timestamptz GROUP BY 1, 2 ORDER BY 1, 2`;

/** The dearest model first. */
export async function readEstimates(
  { pool }: Pick<Database, 'pool'>,
  { since, until }: Period,
): Promise<Estimate[]> {
  try {
    await mergeAllSpend(pool);
    const { rows } = await pool.query<Day>({
      name: 'spend_estimates',
      text: BY_DAY,
      values: [since, until],
    });
    const names = [...new Set(rows.map(({ model }) => model))];
    return names
      .map((model) =>
        estimateOf(
          model,
          rows.filter((row) => row.model === model),
        ),
      )
      .sort((a, b) => b.costMicroUsd - a.costMicroUsd);
  } catch (error) {
    throw storeError(error, 'read estimates');
  }
}

/** As the active versions of models are defined, by name. */
export async function readTokenizers({
  pool,
}: Pick<Database, 'pool'>): Promise<ReadonlyMap<string, Tokenizer | null>> {
  try {
    const { rows } = await pool.query<{ name: string; definition: unknown }>(
      'SELECT m.name, v.definition FROM model m JOIN model_version v ON v.name = m.name AND v.version = m.active_version',
    );
    return new Map(
      rows.map(({ name, definition }) => [name, tokenizerOf(modelDefinition.parse(definition))]),
    );
  } catch (error) {
    throw storeError(error, 'read tokenizers');
  }
}

function estimateOf(model: string, rows: readonly Day[]): Estimate {
  const days = rows.map(({ model: _, ...day }) => day);
  const sum = (of: (day: EstimateShape['days'][number]) => number) =>
    days.reduce((all, day) => all + of(day), 0);
  return {
    model,
    calls: sum(({ calls }) => calls),
    heldMicroUsd: sum(({ heldMicroUsd }) => heldMicroUsd),
    costMicroUsd: sum(({ costMicroUsd }) => costMicroUsd),
    estimatedMicroUsd: sum(({ estimatedMicroUsd }) => estimatedMicroUsd),
    days,
  };
}

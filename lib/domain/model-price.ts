// By which prices a model is charged: its own, else those of the price table; refuses a model whose price nobody knows, unless its agent does without.
import { z } from 'zod';
import type { ModelVersion } from './model';
import type { ModelPrices } from './money';

/** `none`: nobody knew, and the agent counts tokens only. Not recorded where the model's own prices were taken. */
export const priceSource = z.union([
  z.strictObject({ table: z.number().int(), from: z.iso.datetime() }),
  z.literal('none'),
]);
export type PriceSource = z.infer<typeof priceSource>;

/** A model with the prices that its next call is charged by, whatever is changed while it is under way. */
export type PricedModel = ModelVersion & {
  readonly prices: ModelPrices;
  /** null: the model's own. */
  readonly source: PriceSource | null;
};

const FREE: ModelPrices = { inputMicroUsdPerMTok: 0, outputMicroUsdPerMTok: 0 };

/** null: its price is unknown. */
export function pricedModel(model: ModelVersion, unpriced?: 'tokens-only'): PricedModel | null {
  const { definition, listed = null } = model;
  if (definition.prices !== undefined) return { ...model, prices: definition.prices, source: null };
  if (listed !== null) {
    const { prices, table, from } = listed;
    return { ...model, prices, source: { table, from } };
  }
  return unpriced === 'tokens-only' ? { ...model, prices: FREE, source: 'none' } : null;
}

// What a model costs now and where that is said: in its own definition, in the price table, or nowhere. Knows what the table says of its end.
import type { PricesShape } from '@/lib/contract/prices';
import type { ModelDefinition } from '@/lib/domain/model';
import type { ModelPrices } from '@/lib/domain/money';
import { type Deprecation, priceAt } from '@/lib/domain/price-table';

export type ShownPrice = {
  /** null: nobody knows. */
  readonly prices: ModelPrices | null;
  readonly from: 'model' | 'table' | 'nowhere';
  readonly deprecated: Deprecation | null;
};

export function shownPrice(
  { model, prices }: Pick<ModelDefinition, 'model' | 'prices'>,
  table: Pick<PricesShape, 'prices'>,
  nowMs: number,
): ShownPrice {
  const entry = priceAt(table.prices, model, nowMs);
  const deprecated = entry?.deprecated ?? null;
  if (prices !== undefined) return { prices, from: 'model', deprecated };
  return entry === null
    ? { prices: null, from: 'nowhere', deprecated }
    : { prices: entry.prices, from: 'table', deprecated };
}

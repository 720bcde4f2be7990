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

/** `Deprecated, ends on 1 March 2027; use large-3.` */
export function deprecationWords({ endsAt, use }: Deprecation): string {
  const ends = endsAt === undefined ? '' : `, ends on ${endsAt.slice(0, 10)}`;
  return `Deprecated${ends}${use === undefined ? '' : `; use ${use}`}.`;
}

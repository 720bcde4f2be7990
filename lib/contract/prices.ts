// The price table on the wire: what models cost that have no prices of their own, by the provider's name of them and from when on.
import { z } from 'zod';
import { priceEntries, priceEntry } from '../domain/price-table';
import { actor } from '../domain/principal';
import { pageOf, timestamp } from './page';

export const putPricesBody = z.strictObject({
  /** The whole table, as it is to be. */
  prices: priceEntries,
});
export type PutPricesBody = z.infer<typeof putPricesBody>;

const version = {
  /** 0 while nothing was said. */
  version: z.number().int(),
  /** When it was made, and by whom; null for version 0. */
  at: timestamp.nullable(),
  by: actor.nullable(),
};

export const pricesShape = z.strictObject({ ...version, prices: z.array(priceEntry) });
export type PricesShape = z.infer<typeof pricesShape>;

/** The newest version unless told. */
export const pricesQuery = z.strictObject({
  version: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
});

export const priceVersionShape = z.strictObject({ ...version, entries: z.number().int() });
export type PriceVersionShape = z.infer<typeof priceVersionShape>;
export const priceVersionPage = pageOf(priceVersionShape);

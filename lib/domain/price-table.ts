// What providers' models cost from when on, as one table; refuses two prices of one model from the same instant.
import { z } from 'zod';
import { modelPrices } from './money';

/** The provider gives the model up. */
const deprecation = z.strictObject({
  /** When it ends, where that is known. */
  endsAt: z.iso.datetime().optional(),
  /** What to use instead. */
  use: z.string().min(1).max(200).optional(),
});
export type Deprecation = z.infer<typeof deprecation>;

export const priceEntry = z.strictObject({
  /** The provider's name of it, as the definitions of models say in `model`. */
  model: z.string().min(1).max(200),
  /** From then on, until a later entry of the same model. */
  from: z.iso.datetime(),
  prices: modelPrices,
  deprecated: deprecation.optional(),
});
export type PriceEntry = z.infer<typeof priceEntry>;

export const priceEntries = z
  .array(priceEntry)
  .max(2_000)
  .superRefine((entries, context) => {
    const seen = new Set<string>();
    for (const [i, { model, from }] of entries.entries()) {
      const key = JSON.stringify([model, Date.parse(from)]);
      if (seen.has(key))
        context.addIssue({ code: 'custom', path: [i, 'from'], message: 'has a price from then on already' });
      seen.add(key);
    }
  });

/** What the table of that version says. */
export type ListedPrice = Pick<PriceEntry, 'from' | 'prices'> & { readonly table: number };

/** The entry that holds at an instant; null: the table knows no price then. @param atMs epoch milliseconds */
export function priceAt(entries: readonly PriceEntry[], model: string, atMs: number): PriceEntry | null {
  let found: PriceEntry | null = null;
  for (const entry of entries) {
    const fromMs = Date.parse(entry.from);
    if (entry.model !== model || fromMs > atMs) continue;
    if (found === null || fromMs > Date.parse(found.from)) found = entry;
  }
  return found;
}

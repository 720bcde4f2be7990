import { describe, expect, it } from 'vitest';
import { type PriceEntry, priceAt, priceEntries } from './price-table';

const entry = (model: string, from: string, inputMicroUsdPerMTok: number): PriceEntry => ({
  model,
  from,
  prices: { inputMicroUsdPerMTok, outputMicroUsdPerMTok: 4 * inputMicroUsdPerMTok },
});
const TABLE = [
  entry('large-2', '2026-06-01T00:00:00Z', 20),
  entry('large-2', '2026-01-01T00:00:00Z', 10),
  entry('small-1', '2026-01-01T00:00:00Z', 1),
];
const at = (model: string, instant: string) =>
  priceAt(TABLE, model, Date.parse(instant))?.prices.inputMicroUsdPerMTok ?? null;

describe('a price', () => {
  it('holds from its instant on, until the next one of the same model', () => {
    expect(at('large-2', '2025-12-31T23:59:59.999Z')).toBeNull();
    expect(at('large-2', '2026-01-01T00:00:00Z')).toBe(10);
    expect(at('large-2', '2026-05-31T23:59:59.999Z')).toBe(10);
    expect(at('large-2', '2026-06-01T00:00:00Z')).toBe(20);
    expect(at('large', '2026-06-01T00:00:00Z')).toBeNull();
  });

  it('is one for each model and instant, however the instant is written', () => {
    const twice = [entry('a', '2026-01-01T00:00:00Z', 1), entry('a', '2026-01-01T00:00:00.000Z', 2)];
    expect(priceEntries.safeParse(twice).error?.issues).toMatchObject([{ path: [1, 'from'] }]);
    expect(priceEntries.safeParse(TABLE).success).toBe(true);
  });
});

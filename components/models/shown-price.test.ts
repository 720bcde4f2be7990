import { describe, expect, it } from 'vitest';
import { deprecationWords } from '@/lib/format/deprecation';
import { shownPrice } from './shown-price';

const OWN = { inputMicroUsdPerMTok: 1, outputMicroUsdPerMTok: 2 };
const LISTED = { inputMicroUsdPerMTok: 3, outputMicroUsdPerMTok: 4 };
const deprecated = { endsAt: '2027-03-01T00:00:00Z', use: 'large-3' };
const TABLE = { prices: [{ model: 'large-2', from: '2026-01-01T00:00:00Z', prices: LISTED, deprecated }] };
const NOW = Date.parse('2026-06-01T00:00:00Z');

describe('what a model costs now', () => {
  it('is what it says itself, else what the table says, else unknown', () => {
    expect(shownPrice({ model: 'large-2', prices: OWN }, TABLE, NOW)).toMatchObject({
      prices: OWN,
      from: 'model',
    });
    expect(shownPrice({ model: 'large-2' }, TABLE, NOW)).toMatchObject({ prices: LISTED, from: 'table' });
    expect(shownPrice({ model: 'large-2' }, TABLE, 0)).toEqual({
      prices: null,
      from: 'nowhere',
      deprecated: null,
    });
  });

  it('comes with the end that its provider has set, whoever says the price', () => {
    expect(shownPrice({ model: 'large-2', prices: OWN }, TABLE, NOW).deprecated).toEqual(deprecated);
    expect(deprecationWords(deprecated)).toBe('Deprecated, ends on 2027-03-01; use large-3.');
    expect(deprecationWords({})).toBe('Deprecated.');
  });
});

// Money keeps its digits.
import { describe, expect, it } from 'vitest';
import { formatAmount, formatMicroUsd } from './money';

describe('formatMicroUsd', () => {
  it.each([
    [0, '$0.00'],
    [600, '$0.0006'],
    [1, '$0.000001'],
    [41_830_000, '$41.83'],
    [250_000, '$0.25'],
    [1_148_000_000, '$1,148.00'],
    [-1_500_000, '−$1.50'],
    [9_007_199_254_740_993n, '$9,007,199,254.740993'],
  ])('%s → %s', (microUsd, text) => {
    expect(formatMicroUsd(microUsd)).toBe(text);
  });

  it('pads to the digits of its column', () => {
    expect(formatMicroUsd(250_000, { minDigits: 4 })).toBe('$0.2500');
    expect(formatMicroUsd(60_000_000, { minDigits: 0 })).toBe('$60');
  });
});

describe('formatAmount', () => {
  it.each([
    [900, 'EUR', '€900.00'],
    [1840, 'USD', '$1,840.00'],
    [1200, 'JPY', '¥1,200'],
    [0.005, 'EUR', '€0.005'],
    [-12.5, 'EUR', '−€12.50'],
    [3, 'seats', '3 seats'],
    [1234.5, undefined, '1,234.5'],
    [0.1, undefined, '0.1'],
  ])('%s %s → %s', (amount, unit, text) => {
    expect(formatAmount(amount, unit)).toBe(text);
  });
});

// Money is read without floats.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUsd, roundedMicroUsd } from './exact-usd';

const MOST = 1_000_000_000_000;
const microOf = (text: string) => {
  const units = parseUsd(text);
  return units === null ? null : roundedMicroUsd(units, MOST);
};

describe('amounts', () => {
  it.each([
    ['0', 0],
    ['12.34', 12_340_000],
    ['.5', 500_000],
    ['5.', 5_000_000],
    ['0.003835980000000000000000000000', 3_836],
    ['0.8958740000000000', 895_874],
    ['1e-05', 10],
    ['2.5E-7', 0],
    ['5e-7', 1],
    ['-0.25', -250_000],
    ['-0.0000001', 0],
    ['999999.999999', 999_999_999_999],
  ])('%s is %d', (text, micro) => {
    expect(microOf(text)).toBe(micro);
  });

  it.each([
    '',
    '.',
    '-',
    'abc',
    '1,234.50',
    '$1',
    '0x10',
    'NaN',
    '1e',
    ' 1',
    '1 ',
    `0.${'0'.repeat(30)}1`,
    '1e-31',
    '1000001',
  ])('%j is none, or too much', (text) => {
    expect(microOf(text)).toBeNull();
  });

  it('add up exactly, and are rounded once', () => {
    const third = parseUsd('0.0000003') ?? 0n;
    expect(roundedMicroUsd(third, MOST)).toBe(0);
    expect(roundedMicroUsd(third * 10n, MOST)).toBe(3);
    // As floats: 0.30000000000000004.
    expect((parseUsd('0.1') ?? 0n) + (parseUsd('0.2') ?? 0n)).toBe(parseUsd('0.3'));
  });

  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MOST }), (micro) => {
        const text = `${Math.floor(micro / 1e6)}.${String(micro % 1e6).padStart(6, '0')}`;
        expect(microOf(text)).toBe(micro);
      }),
    );
  });
});

// Amounts of money in a file, exactly: decimal text to whole units of 10^-30 USD, which are added up and rounded once. Refuses floats.

/** Providers write up to thirty decimals. */
const DECIMALS = 30;
const UNITS_PER_MICRO_USD = 10n ** BigInt(DECIMALS - 6);
const AMOUNT = /^([+-]?)(\d{0,15})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** Null for what is no amount, or has decimals that count beyond the thirtieth. */
export function parseUsd(text: string): bigint | null {
  const found = AMOUNT.exec(text);
  if (found === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  if (whole === '' && fraction === '') return null;
  const shift = DECIMALS - fraction.length + Number(exponent);
  const digits = BigInt(`${whole}${fraction}`);
  if (shift >= 0) return signed(sign, digits * 10n ** BigInt(shift));
  const cut = 10n ** BigInt(-shift);
  return digits % cut === 0n ? signed(sign, digits / cut) : null;
}

const signed = (sign: string, units: bigint) => (sign === '-' ? -units : units);

/** To the nearest micro-dollar, halves away from zero; null beyond `most` either way. */
export function roundedMicroUsd(units: bigint, most: number): number | null {
  const magnitude = units < 0n ? -units : units;
  const rounded = (magnitude + UNITS_PER_MICRO_USD / 2n) / UNITS_PER_MICRO_USD;
  if (rounded > BigInt(most)) return null;
  return units < 0n && rounded > 0n ? -Number(rounded) : Number(rounded);
}

// How money reads: full amounts, currency and minor digits always. Refuses to shorten ("1.8k") or to round away cents.

const MICRO = 1_000_000n;
const MINUS = '−';

/** Groups an integer's digits by comma: 1234567 → "1,234,567". */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/**
 * Micro-USD as dollars with every digit that counts: at least `minDigits` decimals (default 2), at most 6.
 * 41_830_000 → "$41.83", 600 → "$0.0006", −1_500_000 → "−$1.50". Numbers must be integers; a fraction of a
 * micro-dollar is not money and is cut off.
 */
export function formatMicroUsd(microUsd: number | bigint, options: { minDigits?: number } = {}): string {
  const value = typeof microUsd === 'bigint' ? microUsd : BigInt(Math.trunc(microUsd));
  const magnitude = value < 0n ? -value : value;
  const minDigits = Math.min(6, Math.max(0, options.minDigits ?? 2));
  let fraction = (magnitude % MICRO).toString().padStart(6, '0');
  while (fraction.length > minDigits && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  const whole = grouped((magnitude / MICRO).toString());
  return `${value < 0n ? MINUS : ''}$${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * An amount in a tool's own unit. A currency code gives "€900.00"; another unit stands behind the number
 * ("3 seats"); none leaves a plain number. Never rounds below the currency's minor digits: 0.005 EUR keeps its 5.
 */
export function formatAmount(amount: number, unit?: string): string {
  if (!Number.isFinite(amount)) return String(amount);
  const decimals = Math.min(12, (/\.(\d+)$/.exec(amount.toFixed(12).replace(/0+$/, ''))?.[1] ?? '').length);
  if (unit !== undefined && /^[A-Z]{3}$/.test(unit)) {
    const currency = new Intl.NumberFormat('en-US', { style: 'currency', currency: unit });
    const minor = currency.resolvedOptions().maximumFractionDigits ?? 2;
    return new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency: unit,
      maximumFractionDigits: Math.max(minor, decimals),
    })
      .format(amount)
      .replace(/^-/, MINUS);
  }
  const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals })
    .format(amount)
    .replace(/^-/, MINUS);
  return unit === undefined || unit === '' ? plain : `${plain} ${unit}`;
}

// Shares of counted cases, with how sure they are; refuses to call a share of few cases a rate. Pure.

/** Below this many cases a share tells more of chance than of people or agents. */
export const FEWEST_CASES = 30;
/** A median of fewer is the one case in the middle; a 95th percentile of fewer than twenty is merely the longest. */
const FEWEST_FOR_P50 = 10;
const FEWEST_FOR_P95 = 20;
/** Of a two-sided interval of 95 %. */
const Z = 1.959963984540054;

export type Interval = { readonly low: number; readonly high: number };

/** Wilson's score interval (Wilson 1927): it holds for few cases and for shares near 0 and 1. @returns null of no cases. */
export function wilsonInterval(count: number, of: number): Interval | null {
  if (of === 0) return null;
  const share = count / of;
  const square = Z * Z;
  const centre = share + square / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of));
  const whole = 1 + square / of;
  return {
    low: count === 0 ? 0 : Math.max(0, (centre - spread) / whole),
    high: count === of ? 1 : Math.min(1, (centre + spread) / whole),
  };
}

export type Rate = {
  readonly count: number;
  readonly of: number;
  /** 0 to 1; null where the cases are too few. */
  readonly share: number | null;
  /** The interval of the share; null with it. */
  readonly low: number | null;
  readonly high: number | null;
};

export function rateOf(count: number, of: number): Rate {
  const interval = of < FEWEST_CASES ? null : wilsonInterval(count, of);
  if (interval === null) return { count, of, share: null, low: null, high: null };
  return { count, of, share: count / of, ...interval };
}

export type Spread = { readonly of: number; readonly p50Ms: number | null; readonly p95Ms: number | null };

/** What was measured over `of` cases, where they are enough to say it. */
export function spreadOf(of: number, p50Ms: number | null, p95Ms: number | null): Spread {
  return {
    of,
    p50Ms: of < FEWEST_FOR_P50 ? null : p50Ms,
    p95Ms: of < FEWEST_FOR_P95 ? null : p95Ms,
  };
}

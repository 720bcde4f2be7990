// Times gathered into buckets that add up, sixteen to each doubling, so that percentiles of many days are told without reading every time. Pure.

/** So many buckets double a time. */
export const BUCKETS_A_DOUBLING = 16;
/** A percentile is at most by this share off the exact one, and by a millisecond. */
export const BUCKET_ERROR = 2 ** (1 / (2 * BUCKETS_A_DOUBLING)) - 1;

/** Below a millisecond all is in the first. */
export const bucketOf = (ms: number): number => Math.floor(BUCKETS_A_DOUBLING * Math.log2(Math.max(ms, 1)));

/** How many times are in each bucket. */
export type TimeBuckets = Map<number, number>;

/** As it is kept: buckets as keys. */
export function addBuckets(sum: TimeBuckets, kept: Readonly<Record<string, number>>): void {
  for (const [bucket, count] of Object.entries(kept))
    sum.set(Number(bucket), (sum.get(Number(bucket)) ?? 0) + count);
}

export const countIn = (buckets: TimeBuckets): number =>
  [...buckets.values()].reduce((sum, count) => sum + count, 0);

/** The time at or below which `share` of all are, told as the middle of its bucket. @returns whole milliseconds; null of none. */
export function percentileOf(buckets: TimeBuckets, share: number): number | null {
  const rank = Math.ceil(share * countIn(buckets));
  let reached = 0;
  for (const [bucket, count] of [...buckets].toSorted(([one], [other]) => one - other)) {
    reached += count;
    if (reached >= rank && count > 0) return Math.round(2 ** ((bucket + 0.5) / BUCKETS_A_DOUBLING));
  }
  return null;
}

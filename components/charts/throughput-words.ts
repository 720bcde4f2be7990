// What a throughput chart says in words: the sentence for who doesn't see it, and its axis. Pure.
import { formatCount, formatPercent } from '@/lib/format/count';

export type ThroughputSlice = {
  /** Start of the slice, ISO 8601. */
  at: string;
  succeeded: number;
  failed: number;
};

/** "4,812 runs finished, 97.6 % succeeded. Most in the slice from 14:00 UTC: 132." */
export function throughputSentence(slices: readonly ThroughputSlice[]): string {
  const succeeded = slices.reduce((sum, slice) => sum + slice.succeeded, 0);
  const failed = slices.reduce((sum, slice) => sum + slice.failed, 0);
  const total = succeeded + failed;
  if (total === 0) return 'No run finished in this period.';
  const peak = slices.reduce((most, slice) =>
    slice.succeeded + slice.failed > most.succeeded + most.failed ? slice : most,
  );
  const worst = slices.reduce((most, slice) => (slice.failed > most.failed ? slice : most));
  const parts = [
    `${formatCount(total)} runs finished, ${formatPercent(succeeded / total)} succeeded.`,
    `Most in the slice from ${clock(peak.at)} UTC: ${formatCount(peak.succeeded + peak.failed)}.`,
  ];
  if (worst.failed > 0)
    parts.push(`Most failures from ${clock(worst.at)} UTC: ${formatCount(worst.failed)}.`);
  return parts.join(' ');
}

export function clock(at: string): string {
  return at.slice(11, 16);
}

/** Round steps for a count axis: 0 and at most four lines above, the top one not below the highest bar. */
export function countTicks(highest: number): number[] {
  const rough = Math.max(1, highest) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough);
  const top = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: top + 1 }, (_, index) => index * step);
}

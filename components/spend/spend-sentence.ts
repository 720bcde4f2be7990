// What the chart of spend says in words. Pure.
import { formatMicroUsd } from '@/lib/format/money';
import { type SpendSlices, sliceWords } from './spend-period';
import type { Stacks } from './spend-stacks';

/** Labels overlap: their stacks come to no sum. "$41.83 in 14 days. Most on 18 Nov: $52.20. By agent: refunds $12.94, ticket-triage $10.71." */
export function spendSentence(
  { series, slices }: Stacks,
  totalMicroUsd: number,
  key: string,
  period: string,
  unit: SpendSlices['unit'],
): string {
  if (totalMicroUsd === 0) return `Nothing was spent: ${period}.`;
  const peak = slices.reduce((most, slice) => (slice.totalMicroUsd > most.totalMicroUsd ? slice : most));
  const parts = series.map(({ label, totalMicroUsd }) => `${label} ${formatMicroUsd(totalMicroUsd)}`);
  return [
    `${formatMicroUsd(totalMicroUsd)}, ${period}.`,
    ...(key === 'label' ? [] : [`Most ${sliceWords(peak.at, unit)}: ${formatMicroUsd(peak.totalMicroUsd)}.`]),
    `By ${key}: ${parts.join(', ')}.`,
  ].join(' ');
}

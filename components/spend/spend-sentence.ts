// What the chart of spend says in words. Pure.
import { formatMicroUsd } from '@/lib/format/money';
import { type SpendSlices, sliceWords } from './spend-period';
import type { Stacks } from './spend-stacks';

/** "$41.83 in 14 days. Most on 18 Nov: $52.20. By agent: refunds $12.94, ticket-triage $10.71." */
export function spendSentence(
  { series, slices }: Stacks,
  key: string,
  period: string,
  unit: SpendSlices['unit'],
): string {
  const total = slices.reduce((sum, slice) => sum + slice.totalMicroUsd, 0);
  if (total === 0) return `Nothing was spent: ${period}.`;
  const peak = slices.reduce((most, slice) => (slice.totalMicroUsd > most.totalMicroUsd ? slice : most));
  const parts = series.map(({ label, totalMicroUsd }) => `${label} ${formatMicroUsd(totalMicroUsd)}`);
  return [
    `${formatMicroUsd(total)}, ${period}.`,
    `Most ${sliceWords(peak.at, unit)}: ${formatMicroUsd(peak.totalMicroUsd)}.`,
    `By ${key}: ${parts.join(', ')}.`,
  ].join(' ');
}

// The stacks of the period. A part leads to the runs behind it.
'use client';
import { useMemo } from 'react';
import type { SpendRow } from '@/lib/contract/spend';
import { StackedBars } from '../charts/stacked-bars';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import type { SpendChoice } from './spend-params';
import { PERIOD_WORDS, type SpendSlices, sliceLabel } from './spend-period';
import { spendSentence } from './spend-sentence';
import { stacksOf } from './spend-stacks';

export type SpendOverTimeProps = {
  rows: readonly SpendRow[];
  /** Of everything: labels may come to more. */
  totalMicroUsd: number;
  slices: SpendSlices;
  choice: SpendChoice;
  onPick: (of: string | null, at: string | null) => void;
};

export function SpendOverTime({ rows, totalMicroUsd, slices, choice, onPick }: SpendOverTimeProps) {
  const { by, of, at, period } = choice;
  const stacks = useMemo(() => stacksOf(rows, by, slices.starts), [rows, by, slices]);
  const { unit } = slices;
  if (stacks.series.length === 0) {
    return (
      <EmptyState title="Nothing was spent in this period" icon={<Glyph name="amount" />}>
        What models cost stands here as soon as a run asks one, by agent, by model, by the tools it asked for,
        by label and by status.
      </EmptyState>
    );
  }
  return (
    <div className="px-4 pb-3 max-md:px-3">
      <StackedBars
        series={stacks.series.map(({ label, name }) => ({ label, pickable: name !== null }))}
        slices={stacks.slices}
        labelOf={(start) => sliceLabel(start, unit)}
        sliceTitle={unit === 'day' ? 'Day (UTC)' : 'Hour (UTC)'}
        sentence={spendSentence(stacks, totalMicroUsd, by, PERIOD_WORDS[period], unit)}
        picked={
          of === null && at === null
            ? null
            : { series: of === null ? -1 : stacks.series.findIndex(({ name }) => name === of), at: at ?? '' }
        }
        onPick={({ series, at: start }) => onPick(stacks.series[series]?.name ?? null, start)}
      />
      {by === 'label' && (
        <p className="mt-1 text-xs text-muted">
          A run with two labels stands in both: stacks may come to more than what was spent.
        </p>
      )}
    </div>
  );
}

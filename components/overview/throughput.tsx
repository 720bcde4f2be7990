// How it went in the chosen period: a few figures and the chart of what finished.
import type { ReactNode } from 'react';
import type { OverviewShape } from '@/lib/contract/overview';
import { formatCount, formatPercent } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { ThroughputChart } from '../charts/throughput-chart';
import { EmptyState } from '../ui/empty-state';
import { Figure } from '../ui/figure';
import { Legend, LegendSwatch } from '../ui/legend';
import { Seam } from '../ui/seam';

const SLICE_WORDS: Record<number, string> = { 60000: 'minute', 1800000: 'half hour', 3600000: 'hour' };

function sliceWord(sliceMs: number): string {
  return SLICE_WORDS[sliceMs] ?? formatDurationMs(sliceMs);
}

export type ThroughputProps = { period: OverviewShape['period']; action: ReactNode };

export function Throughput({ period, action }: ThroughputProps) {
  return (
    <Seam title="Throughput and success" note={`per ${sliceWord(period.sliceMs)}`} action={action}>
      {period.finished === 0 ? (
        <EmptyState title="No run has finished in this period" className="mt-0">
          Choose a longer one above, or look at what is running now.
        </EmptyState>
      ) : (
        <div className="px-4 pt-0.5 pb-3.5 max-md:px-3">
          <div className="mb-2 flex flex-wrap items-end gap-x-[26px] gap-y-2">
            <Figure value={formatCount(period.finished)} label="runs finished" />
            <Figure value={formatPercent(period.succeeded / period.finished)} label="succeeded" />
            <Figure value={formatCount(period.humanDecisions)} label="decisions by people" />
            {period.stepP50Ms !== null && (
              <Figure value={formatDurationMs(period.stepP50Ms)} label="step p50" />
            )}
            {period.stepP95Ms !== null && (
              <Figure value={formatDurationMs(period.stepP95Ms)} label="step p95" />
            )}
            <span className="flex-1" />
            <span data-state-of="failed">
              <Legend
                items={[
                  { sign: <LegendSwatch look="bar" />, label: 'succeeded' },
                  { sign: <LegendSwatch look="state" />, label: 'failed' },
                ]}
              />
            </span>
          </div>
          <ThroughputChart slices={period.slices} />
        </div>
      )}
    </Seam>
  );
}

// Money over time, stacked by who spent it. Parts are labelled beside the last stack, can be picked, and stand in a table for who wants numbers
// or has no pointer.
'use client';
import { useState } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatMicroUsd } from '@/lib/format/money';
import { useCompact } from '../ui/use-compact';
import type { StackedBarsProps, StackOfParts, StackSeries } from './stack';
import { moneyTicks } from './stack-labels';
import { StackLabels, StackLegend } from './stack-legend';
import { StackTable } from './stack-table';

const HEIGHT_PX = 304;
const TOP_PX = 8;
const AXIS_PX = 22;
const LABELS_PX = 148;

export function StackedBars(props: StackedBarsProps) {
  const [asTable, setAsTable] = useState(false);
  const compact = useCompact();
  const { series, slices } = props;
  return (
    <figure className="min-w-0">
      {asTable ? (
        <StackTable {...props} />
      ) : (
        <div className="relative">
          <Stacks {...props} labelsPx={compact ? 0 : LABELS_PX} />
          {compact ? (
            <StackLegend series={series} />
          ) : (
            <StackLabels
              series={series}
              slices={slices}
              top={topOf(slices)}
              place={{ topPx: TOP_PX, heightPx: HEIGHT_PX - TOP_PX - AXIS_PX, widthPx: LABELS_PX - 12 }}
            />
          )}
        </div>
      )}
      <figcaption className="mt-1 text-xs">
        <button type="button" aria-pressed={asTable} className="link" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'View as chart' : 'View as table'}
        </button>
      </figcaption>
    </figure>
  );
}

const ticksOf = (slices: readonly StackOfParts[]) =>
  moneyTicks(Math.max(0, ...slices.map((slice) => slice.totalMicroUsd)));
const topOf = (slices: readonly StackOfParts[]) => ticksOf(slices).at(-1) ?? 1;

function Stacks({
  series,
  slices,
  labelOf,
  sentence,
  picked,
  onPick,
  labelsPx,
}: StackedBarsProps & { labelsPx: number }) {
  return (
    <div role="img" aria-label={sentence} className="chart" style={{ height: HEIGHT_PX }}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...slices]}
          margin={{ top: TOP_PX, right: labelsPx, bottom: 0, left: 0 }}
          barCategoryGap="12%"
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line-soft)" />
          <XAxis
            dataKey="at"
            tickFormatter={labelOf}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            minTickGap={12}
            height={AXIS_PX}
          />
          <YAxis
            width={64}
            tickLine={false}
            axisLine={false}
            ticks={ticksOf(slices)}
            domain={[0, topOf(slices)]}
            tickFormatter={(microUsd: number) => formatMicroUsd(microUsd)}
          />
          <Tooltip
            cursor={{ fill: 'var(--hatch)' }}
            isAnimationActive={false}
            content={<StackTooltip series={series} labelOf={labelOf} />}
          />
          {picked !== null && picked.at !== '' && (
            <ReferenceArea x1={picked.at} x2={picked.at} fill="var(--accent)" fillOpacity={0.12} />
          )}
          {series.map((one, i) => (
            <Bar
              key={one.label}
              dataKey={(slice: StackOfParts) => slice.parts[i] ?? 0}
              name={one.label}
              stackId="spend"
              fill={`var(--series-${i + 1})`}
              fillOpacity={picked === null || picked.series === -1 || picked.series === i ? 1 : 0.35}
              stroke="var(--surface-raised)"
              strokeWidth={1}
              isAnimationActive={false}
              maxBarSize={40}
              className={one.pickable ? 'cursor-pointer' : ''}
              onClick={(_bar, index) => {
                const at = slices[index]?.at;
                if (one.pickable && at !== undefined) onPick({ series: i, at });
              }}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

type TooltipProps = {
  active?: boolean;
  payload?: readonly { payload?: StackOfParts }[];
  series: readonly StackSeries[];
  labelOf: (at: string) => string;
};

/** In the order of the stack, from its top. */
function StackTooltip({ active, payload, series, labelOf }: TooltipProps) {
  const slice = payload?.[0]?.payload;
  if (active !== true || slice === undefined) return null;
  const parts = series.map((one, i) => ({ label: one.label, microUsd: slice.parts[i] ?? 0, i }));
  return (
    <div className="rounded-md bg-overlay px-2 py-1 text-xs edge-overlay">
      <b className="flex justify-between gap-4">
        <span>{`${labelOf(slice.at)} UTC`}</span>
        <span>{formatMicroUsd(slice.totalMicroUsd, { minDigits: 6 })}</span>
      </b>
      {parts
        .filter(({ microUsd }) => microUsd > 0)
        .reverse()
        .map(({ label, microUsd, i }) => (
          <span key={label} className="flex items-center justify-between gap-4">
            <span className="flex items-center gap-1.5">
              <i className="size-2 rounded-[1.5px]" style={{ background: `var(--series-${i + 1})` }} />
              {label}
            </span>
            <span className="tabular-nums">{formatMicroUsd(microUsd, { minDigits: 6 })}</span>
          </span>
        ))}
    </div>
  );
}

// Runs finished per slice, failures from below. A sentence says it for who doesn't see it, a table for who wants numbers.
'use client';
import { useState } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCount } from '@/lib/format/count';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { clock, countTicks, type ThroughputSlice, throughputSentence } from './throughput-words';

export type ThroughputChartProps = {
  slices: readonly ThroughputSlice[];
  heightPx?: number;
};

export function ThroughputChart({ slices, heightPx = 182 }: ThroughputChartProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure>
      {asTable ? <SliceTable slices={slices} /> : <Bars slices={slices} heightPx={heightPx} />}
      <figcaption className="mt-1 text-xs">
        <button type="button" aria-pressed={asTable} className="link" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'View as chart' : 'View as table'}
        </button>
      </figcaption>
    </figure>
  );
}

function Bars({ slices, heightPx }: { slices: readonly ThroughputSlice[]; heightPx: number }) {
  const ticks = countTicks(Math.max(0, ...slices.map((slice) => slice.succeeded + slice.failed)));
  return (
    <div
      role="img"
      aria-label={throughputSentence(slices)}
      data-state-of="failed"
      className="chart"
      style={{ height: heightPx }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...slices]}
          margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
          barCategoryGap={1}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line-soft)" />
          <XAxis
            dataKey="at"
            tickFormatter={clock}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            minTickGap={64}
            height={22}
          />
          <YAxis
            orientation="right"
            width={36}
            tickLine={false}
            axisLine={false}
            ticks={ticks}
            domain={[0, ticks.at(-1) ?? 1]}
            tickFormatter={formatCount}
          />
          <Tooltip cursor={{ fill: 'var(--hatch)' }} isAnimationActive={false} content={<SliceTooltip />} />
          <Bar dataKey="failed" stackId="runs" fill="var(--c)" isAnimationActive={false} maxBarSize={28} />
          <Bar
            dataKey="succeeded"
            stackId="runs"
            fill="var(--bar)"
            stroke="var(--surface-raised)"
            strokeWidth={1}
            radius={[1, 1, 0, 0]}
            isAnimationActive={false}
            maxBarSize={28}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

type TooltipPayload = { payload?: ThroughputSlice };

function SliceTooltip({ active, payload }: { active?: boolean; payload?: readonly TooltipPayload[] }) {
  const slice = payload?.[0]?.payload;
  if (active !== true || slice === undefined) return null;
  return (
    <div className="rounded-md bg-overlay px-2 py-1 text-xs edge-overlay">
      <b className="block">{`${clock(slice.at)} UTC`}</b>
      <span className="block">{`${formatCount(slice.succeeded)} succeeded`}</span>
      <span className="block">{`${formatCount(slice.failed)} failed`}</span>
    </div>
  );
}

function SliceTable({ slices }: { slices: readonly ThroughputSlice[] }) {
  return (
    <div className="max-h-80 overflow-auto">
      <Table>
        <TableHead sticky>
          <tr>
            <Th>From</Th>
            <Th numeric>Succeeded</Th>
            <Th numeric>Failed</Th>
          </tr>
        </TableHead>
        <tbody>
          {slices.map((slice) => (
            <TableRow key={slice.at}>
              <Td>{`${slice.at.slice(0, 10)} ${clock(slice.at)} UTC`}</Td>
              <Td numeric>{formatCount(slice.succeeded)}</Td>
              <Td numeric>{formatCount(slice.failed)}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

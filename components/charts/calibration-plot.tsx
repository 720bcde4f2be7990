// Stated confidence against what people agreed to, by bins: a mark for each bin with its interval, and the diagonal of a model that is as right as it says.
// Bins of few cases are hollow. A sentence says it for who doesn't see it, a table for who wants numbers.
'use client';
import { useState } from 'react';
import {
  CartesianGrid,
  ErrorBar,
  LabelList,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCount, formatPercent } from '@/lib/format/count';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';

export type PlottedBin = {
  readonly low: number;
  readonly high: number;
  readonly cases: number;
  readonly agreed: number;
  readonly meanConfidence: number | null;
  readonly agreement: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
};
export type CalibrationPlotProps = {
  bins: readonly PlottedBin[];
  sentence: string;
  /** Where a threshold is suggested, 0 to 1. */
  threshold: number | null;
};

const HEIGHT_PX = 320;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const percent = (share: number) => `${Math.round(share * 100)} %`;

export function CalibrationPlot(props: CalibrationPlotProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="min-w-0">
      {asTable ? <BinTable bins={props.bins} /> : <Plot {...props} />}
      <figcaption className="mt-1 text-xs">
        <button type="button" aria-pressed={asTable} className="link" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'View as chart' : 'View as table'}
        </button>
      </figcaption>
    </figure>
  );
}

function Plot({ bins, sentence, threshold }: CalibrationPlotProps) {
  const points = bins.flatMap(({ cases, agreed, meanConfidence, agreement, interval }) => {
    if (meanConfidence === null || interval === null) return [];
    const share = agreed / cases;
    const error = [share - interval.low, interval.high - share];
    return [
      { confidence: meanConfidence, share, error, isSure: agreement !== null, cases: formatCount(cases) },
    ];
  });
  return (
    <div role="img" aria-label={sentence} className="chart max-w-[560px]" style={{ height: HEIGHT_PX }}>
      <ResponsiveContainer width="100%" height="100%">
        <ScatterChart margin={{ top: 16, right: 16, bottom: 16, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line-soft)" />
          <XAxis
            type="number"
            dataKey="confidence"
            domain={[0, 1]}
            ticks={TICKS}
            tickFormatter={percent}
            tickLine={false}
            label={{ value: 'stated confidence', position: 'insideBottom', offset: -10 }}
          />
          <YAxis
            type="number"
            dataKey="share"
            domain={[0, 1]}
            ticks={TICKS}
            tickFormatter={percent}
            tickLine={false}
            width={52}
          />
          <ReferenceLine
            segment={[
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ]}
            stroke="var(--line-strong)"
            strokeDasharray="4 4"
          />
          {threshold !== null && <ReferenceLine x={threshold} stroke="var(--accent)" strokeWidth={1.5} />}
          {[true, false].map((isSure) => (
            <Scatter
              key={String(isSure)}
              data={points.filter((point) => point.isSure === isSure)}
              fill={isSure ? 'var(--accent)' : 'var(--surface-raised)'}
              stroke="var(--accent)"
              strokeWidth={1.5}
              isAnimationActive={false}
            >
              <ErrorBar
                dataKey="error"
                direction="y"
                width={4}
                stroke="var(--muted)"
                isAnimationActive={false}
              />
              <LabelList dataKey="cases" position="right" />
            </Scatter>
          ))}
        </ScatterChart>
      </ResponsiveContainer>
    </div>
  );
}

function BinTable({ bins }: { bins: readonly PlottedBin[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section aria-label="Calibration in numbers" tabIndex={0} className="overflow-x-auto">
      <Table>
        <TableHead>
          <tr>
            <Th>Confidence</Th>
            <Th numeric>Calls</Th>
            <Th numeric>Stated on average</Th>
            <Th numeric>Approved unchanged</Th>
            <Th numeric>Between (95 %)</Th>
          </tr>
        </TableHead>
        <tbody>
          {bins.map(({ low, high, cases, agreed, meanConfidence, agreement, interval }) => (
            <TableRow key={low}>
              <Td>{`${percent(low)} to ${percent(high)}`}</Td>
              <Td numeric>{formatCount(cases)}</Td>
              <Td numeric>{meanConfidence === null ? '–' : formatPercent(meanConfidence)}</Td>
              <Td numeric>
                {cases === 0
                  ? '–'
                  : agreement === null
                    ? `${formatCount(agreed)}, too few`
                    : formatPercent(agreement)}
              </Td>
              <Td numeric>
                {interval === null
                  ? '–'
                  : `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`}
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

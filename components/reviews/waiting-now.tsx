// What waits now by its age, and how many will wait if all goes on as it did, with what that assumes.
'use client';
import Link from 'next/link';
import type { ApprovalMetricsShape } from '@/lib/contract/approval-metrics';
import { formatCount, formatPercent } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { routes } from '@/lib/routes';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';

export type WaitingNowProps = { metrics: ApprovalMetricsShape; agent: string | null; tool: string | null };
const WORDS: Readonly<Record<number, string>> = {
  900000: '15 min',
  3600000: '1 h',
  14400000: '4 h',
  86400000: '24 h',
};
const word = (ms: number) => WORDS[ms] ?? formatDurationMs(ms);

export function WaitingNow({ metrics: { waiting, forecast }, agent, tool }: WaitingNowProps) {
  const whose = { ...(agent === null ? {} : { agent }), ...(tool === null ? {} : { tool }) };
  return (
    <Seam
      title="Waiting now"
      note={formatCount(waiting.count)}
      action={<Link href={routes.approvals(whose)}>The queue</Link>}
      className="border-t"
    >
      <Table>
        <TableHead>
          <tr>
            <Th>Waiting for</Th>
            <Th numeric>Approvals</Th>
            <Th numeric>Share</Th>
          </tr>
        </TableHead>
        <tbody>
          {waiting.ages.map(({ overMs, underMs, count }) => (
            <TableRow key={overMs}>
              <Td>
                {underMs === null
                  ? `over ${word(overMs)}`
                  : overMs === 0
                    ? `under ${word(underMs)}`
                    : `${word(overMs)} to ${word(underMs)}`}
              </Td>
              <Td numeric>{formatCount(count)}</Td>
              <Td numeric>{waiting.count === 0 ? '–' : formatPercent(count / waiting.count)}</Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
      <p className="px-4 py-2.5 text-xs text-muted max-md:px-3">
        {forecast === null
          ? 'Too few came or ended in this period to say how many will wait.'
          : `${forecast.arrivalsPerDay.toFixed(1)} come and ${forecast.endedPerDay.toFixed(1)} end a day, after ${formatDurationMs(forecast.meanWaitMs)} on average: by Little’s law ${forecast.usuallyWaiting.toFixed(1)} wait at a time, and ${formatCount(forecast.inSevenDays)} will in seven days. This assumes that approvals go on coming and being settled as in this period, at every hour alike.`}
      </p>
    </Seam>
  );
}

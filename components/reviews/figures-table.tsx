// The figures of each agent or tool: its name narrows the page to it, what was decided leads to the list.
'use client';
import Link from 'next/link';
import type { ApprovalMetricsShape } from '@/lib/contract/approval-metrics';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { routes } from '@/lib/routes';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { rateText, rateTitle } from './review-words';

export type FiguresTableProps = {
  by: 'agent' | 'tool';
  rows: ApprovalMetricsShape['agents'];
  onPick: (name: string) => void;
};

export function FiguresTable({ by, rows, onPick }: FiguresTableProps) {
  if (rows.length === 0) return null;
  return (
    <Seam title={by === 'agent' ? 'By agent' : 'By tool'} className="border-t">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section aria-label={`Figures by ${by}`} tabIndex={0} className="overflow-x-auto">
        <Table>
          <TableHead>
            <tr>
              <Th className="capitalize">{by}</Th>
              <Th numeric>Asked</Th>
              <Th numeric>Decided</Th>
              <Th numeric>Overridden</Th>
              <Th numeric>Rejected</Th>
              <Th numeric>Half decided in</Th>
              <Th numeric>95 in 100 in</Th>
              <Th numeric>Expired</Th>
            </tr>
          </TableHead>
          <tbody>
            {rows.map((row) => (
              <TableRow key={row.name}>
                <Td>
                  <button type="button" className="link mono" onClick={() => onPick(row.name)}>
                    {row.name}
                  </button>
                </Td>
                <Td numeric>{formatCount(row.arrived)}</Td>
                <Td numeric>
                  <Link className="link" href={routes.approvals({ status: 'decided', [by]: row.name })}>
                    {formatCount(row.approved + row.edited + row.rejected + row.answered)}
                  </Link>
                </Td>
                <Td numeric title={rateTitle(row.rates.override)}>
                  {rateText(row.rates.override)}
                </Td>
                <Td numeric title={rateTitle(row.rates.reject)}>
                  {rateText(row.rates.reject)}
                </Td>
                <Td numeric>{durationText(row.timeToDecide.p50Ms)}</Td>
                <Td numeric>{durationText(row.timeToDecide.p95Ms)}</Td>
                <Td numeric>{formatCount(row.automatic.expired)}</Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </section>
    </Seam>
  );
}

const durationText = (ms: number | null) => (ms === null ? 'too few' : formatDurationMs(ms));

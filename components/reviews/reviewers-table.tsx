// How each person voted in the period.
'use client';
import type { ApprovalMetricsShape } from '@/lib/contract/approval-metrics';
import { formatCount } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { rateText, rateTitle } from './review-words';

export type ReviewersTableProps = {
  rows: ApprovalMetricsShape['reviewers'];
  told: ApprovalMetricsShape['reviewersTold'];
  onPick: (id: string) => void;
};

export function ReviewersTable({ rows, told, onPick }: ReviewersTableProps) {
  if (rows.length === 0) return null;
  return (
    <Seam
      title="By reviewer"
      note={
        told === 'all'
          ? 'votes in this period'
          : 'your votes in this period; how others decide an administrator is told'
      }
      className="border-t"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section aria-label="Figures by reviewer" tabIndex={0} className="overflow-x-auto">
        <Table>
          <TableHead>
            <tr>
              <Th>Reviewer</Th>
              <Th numeric>Approved</Th>
              <Th numeric>Edited</Th>
              <Th numeric>Rejected</Th>
              <Th numeric>Answered</Th>
              <Th numeric>Overridden</Th>
              <Th numeric>Half decided in</Th>
            </tr>
          </TableHead>
          <tbody>
            {rows.map((row) => (
              <TableRow key={row.reviewer.id}>
                <Td>
                  <button type="button" className="link" onClick={() => onPick(row.reviewer.id)}>
                    {row.reviewer.name}
                  </button>
                </Td>
                <Td numeric>{formatCount(row.approved)}</Td>
                <Td numeric>{formatCount(row.edited)}</Td>
                <Td numeric>{formatCount(row.rejected)}</Td>
                <Td numeric>{formatCount(row.answered)}</Td>
                <Td numeric title={rateTitle(row.rates.override)}>
                  {rateText(row.rates.override)}
                </Td>
                <Td numeric>
                  {row.timeToDecide.p50Ms === null ? 'too few' : formatDurationMs(row.timeToDecide.p50Ms)}
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </section>
    </Seam>
  );
}

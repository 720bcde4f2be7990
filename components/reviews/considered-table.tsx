// How considered each reviewer's approvals are, what the score is made of, and what follows from a low one.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { ConsideredShape } from '@/lib/contract/considered';
import { formatCount, formatPercent } from '@/lib/format/count';
import { consideredOptions } from '@/lib/query/reviews';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';

type Row = ConsideredShape['reviewers'][number];

/** "9 of 10", with the share where it counts. */
function part(good: number, all: number, share: number | null): string {
  if (all === 0) return 'none';
  const cases = `${formatCount(good)} of ${formatCount(all)}`;
  return share === null ? cases : `${formatPercent(share)} (${cases})`;
}

function scoreText({ score, cases }: Row, fewest: number): string {
  return score === null ? `too few (${formatCount(cases)} of ${fewest})` : formatPercent(score);
}

export function ConsideredTable() {
  const { data } = useQuery(consideredOptions());
  if (data === undefined || data.reviewers.length === 0) return null;
  const { reviewers, fewestCases, least, plantedShare, days } = data;
  return (
    <Seam title="Considered approvals" note={`${days} days`} className="border-t">
      <p className="max-w-3xl px-4 pb-2.5 text-xs text-muted max-md:px-3">
        {`The score is the lowest of three shares: planted calls that were caught (of so few, the most that they can say), approvals that took at least a fifth of the time that reading takes, and approvals that nobody undid. Below ${formatPercent(least)} a reviewer approves one by one, and each approval needs a second person. `}
        {plantedShare === 0
          ? 'No calls are planted now.'
          : `For ${formatPercent(plantedShare)} of what people decide a call is planted among those that wait; it is never sent.`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section aria-label="Considered approvals by reviewer" tabIndex={0} className="overflow-x-auto">
        <Table>
          <TableHead>
            <tr>
              <Th>Reviewer</Th>
              <Th numeric>Score</Th>
              <Th numeric>Planted calls caught</Th>
              <Th numeric>Took time</Th>
              <Th numeric>Not undone</Th>
              <Th>What follows</Th>
            </tr>
          </TableHead>
          <tbody>
            {reviewers.map((row) => (
              <TableRow key={row.by.id}>
                <Td>{row.by.label}</Td>
                <Td numeric>{scoreText(row, fewestCases)}</Td>
                <Td numeric>{part(row.caught, row.planted, row.caughtShare)}</Td>
                <Td numeric>{part(row.timed - row.hurried, row.timed, row.unhurriedShare)}</Td>
                <Td numeric>{part(row.approvals - row.reversed, row.approvals, row.upheldShare)}</Td>
                <Td>{row.below ? 'Not alone, and one by one' : 'Nothing'}</Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </section>
    </Seam>
  );
}

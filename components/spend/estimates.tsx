// What was held for the calls of each model beside what they cost: how much of a budget waits for answers that cost less.
'use client';
import { useQuery } from '@tanstack/react-query';
import { formatCount, formatPercent } from '@/lib/format/count';
import { estimatesOptions } from '@/lib/query/spend';
import { Loading, StaleBanner } from '../shell/load-error';
import { Money } from '../ui/money';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { countedIn, timesHeld, timesOverTime } from './estimate-words';
import type { SpendSlices } from './spend-period';
import { estimatesQuestion } from './spend-questions';

export function Estimates({ slices }: { slices: SpendSlices }) {
  const query = useQuery(estimatesOptions(estimatesQuestion(slices)));
  const models = query.data?.models;
  if (models?.length === 0) return null;
  return (
    <Seam
      title="Estimate against actual"
      note={<span className="max-md:hidden">each call is held at its worst case before it is made</span>}
      className="border-t"
    >
      <StaleBanner query={query} />
      {models === undefined ? (
        <Loading what="Estimates" query={query} rows={3} />
      ) : (
        <Table>
          <TableHead>
            <tr>
              <Th>Model</Th>
              <Th className="max-md:hidden">Counted before</Th>
              <Th numeric className="max-md:hidden">
                Calls
              </Th>
              <Th numeric>Held</Th>
              <Th numeric>Cost</Th>
              <Th numeric>Held of cost</Th>
              <Th className="max-md:hidden">Over time</Th>
              <Th numeric className="max-md:hidden">
                Never told
              </Th>
            </tr>
          </TableHead>
          <tbody>
            {models.map((one) => (
              <TableRow key={one.model}>
                <Td grow className="mono">
                  {one.model}
                </Td>
                <Td className="text-xs text-muted max-md:hidden">{countedIn(one)}</Td>
                <Td numeric className="max-md:hidden">
                  {formatCount(one.calls)}
                </Td>
                <Td numeric>
                  <Money microUsd={one.heldMicroUsd} minDigits={4} />
                </Td>
                <Td numeric>
                  <Money microUsd={one.costMicroUsd} minDigits={4} />
                </Td>
                <Td numeric>{timesHeld(one)}</Td>
                <Td className="text-xs text-muted max-md:hidden">{timesOverTime(one.days)}</Td>
                <Td numeric className="text-muted max-md:hidden">
                  {one.costMicroUsd === 0 ? '–' : formatPercent(one.estimatedMicroUsd / one.costMicroUsd)}
                </Td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Seam>
  );
}

// Wanted, done, duplicated, lost: both sides in one table, by the receivers' own ledgers.
import type { IncidentReport, IncidentSide } from '@/lib/contract/incident';
import { formatDurationMs } from '@/lib/format/duration';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';

export function IncidentFigures({ report }: { report: IncidentReport }) {
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>By the receiver</Th>
          {['Wanted', 'Done', 'Duplicated', 'Lost'].map((head) => (
            <Th key={head} numeric>
              {head}
            </Th>
          ))}
          <Th numeric className="max-md:hidden">
            Took
          </Th>
        </tr>
      </TableHead>
      <tbody>
        <Row name="Unprotected" side={report.unprotected} />
        <Row name="Bulkhead" side={report.bulkhead} />
      </tbody>
    </Table>
  );
}

function Row({ name, side }: { name: string; side: IncidentSide | null }) {
  if (side === null) return null;
  return (
    <TableRow>
      <Td className="font-medium">{name}</Td>
      <Td numeric>{side.wanted}</Td>
      <Td numeric>{side.done}</Td>
      <Harm count={side.duplicated} />
      <Harm count={side.lost} />
      <Td numeric className="text-muted max-md:hidden">
        {formatDurationMs(side.durationMs)}
      </Td>
    </TableRow>
  );
}

function Harm({ count }: { count: number }) {
  return (
    <Td numeric>
      <span
        data-state-of={count > 0 ? 'failed' : undefined}
        className={count > 0 ? 'font-semi text-state' : undefined}
      >
        {count}
      </span>
    </Td>
  );
}

// What asking cheaper models first saved, where agents have stronger ones: an estimate, and said to be one. Nothing where none has.
import type { SpendFigures } from '@/lib/contract/spend';
import { Money } from '../ui/money';
import { Popover } from '../ui/popover';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';

const DEFINITION =
  'Agents with stronger models ask their own, cheaper one first. The same tokens are counted at the prices that the strongest model of each agent had at that moment; what was paid, answers set aside included, is taken off. Another model would have used other tokens, so this is no bill.';

export type RoutedSpendProps = { period: string; total: SpendFigures | undefined };

export function RoutedSpend({ period, total }: RoutedSpendProps) {
  if (total === undefined || total.routedMicroUsd === 0) return null;
  const { routedMicroUsd, savedMicroUsd } = total;
  return (
    <Seam
      title={
        <Popover
          label="How it is counted"
          trigger={
            <button
              type="button"
              className="underline decoration-line-control decoration-dotted underline-offset-3"
            >
              Saved by cheaper models
            </button>
          }
        >
          <p className="text-xs">{DEFINITION}</p>
        </Popover>
      }
      note={period}
      className="border-t"
    >
      <Table>
        <TableHead className="sr-only">
          <tr>
            <Th>What</Th>
            <Th numeric>Cost</Th>
          </tr>
        </TableHead>
        <tbody>
          <Row
            what="With the strongest model alone"
            microUsd={routedMicroUsd + savedMicroUsd}
            note="estimated"
          />
          <Row what="Paid instead" microUsd={routedMicroUsd} note="answers set aside included" />
          <Row
            what={savedMicroUsd < 0 ? 'Paid more' : 'Saved'}
            microUsd={Math.abs(savedMicroUsd)}
            note="estimated"
          />
        </tbody>
      </Table>
    </Seam>
  );
}

function Row({ what, note, microUsd }: { what: string; note: string; microUsd: number }) {
  return (
    <TableRow tall>
      <Td className="w-full max-w-0 py-1.5">
        <span className="block truncate">{what}</span>
        <span className="block truncate text-2xs text-muted">{note}</span>
      </Td>
      <Td numeric>
        <Money microUsd={microUsd} minDigits={6} />
      </Td>
    </TableRow>
  );
}

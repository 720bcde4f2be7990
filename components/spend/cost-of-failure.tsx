// What was paid for nothing, twice, or more than was meant: attempts without an answer, attempts made again, answers set aside, fallbacks, runs that did not succeed.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { SpendFigures } from '@/lib/contract/spend';
import { formatPercent, plural } from '@/lib/format/count';
import { taskCostsOptions } from '@/lib/query/spend';
import { Money } from '../ui/money';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import type { SpendSlices } from './spend-period';
import { tasksQuestion } from './spend-questions';

export type CostOfFailureProps = { slices: SpendSlices; period: string; total: SpendFigures | undefined };

export function CostOfFailure({ slices, period, total }: CostOfFailureProps) {
  const agents = useQuery(taskCostsOptions(tasksQuestion(slices))).data?.agents;
  const lost = agents?.reduce((sum, { lostMicroUsd }) => sum + lostMicroUsd, 0);
  const unsuccessful = agents?.reduce((sum, { failed, cancelled }) => sum + failed + cancelled, 0);
  return (
    <Seam title="Cost of failure" note={period} className="border-t">
      <Table>
        <TableHead className="sr-only">
          <tr>
            <Th>What</Th>
            <Th numeric>Cost</Th>
            <Th numeric>Of all spent</Th>
          </tr>
        </TableHead>
        <tbody>
          <Row
            what="Attempts without an answer"
            note="failed, invalid, or lost with their worker"
            microUsd={total?.failedMicroUsd}
            share={shareOf(total, 'failedMicroUsd')}
          />
          <Row
            what="Retries"
            note="attempts after the first of their step"
            microUsd={total?.retriesMicroUsd}
            share={shareOf(total, 'retriesMicroUsd')}
          />
          <Row
            what="Answers set aside"
            note="asked again of a stronger model"
            microUsd={total?.setAsideMicroUsd}
            share={shareOf(total, 'setAsideMicroUsd')}
          />
          <Row
            what="Fallbacks"
            note="after a failure, or past an open breaker"
            microUsd={total?.fallbacksMicroUsd}
            share={shareOf(total, 'fallbacksMicroUsd')}
          />
          <Row
            what="Runs that did not succeed"
            note={
              unsuccessful === undefined ? undefined : `${plural(unsuccessful, 'run')} failed or cancelled`
            }
            microUsd={lost}
            share={null}
          />
        </tbody>
      </Table>
    </Seam>
  );
}

type Part = 'failedMicroUsd' | 'retriesMicroUsd' | 'setAsideMicroUsd' | 'fallbacksMicroUsd';

function shareOf(total: SpendFigures | undefined, part: Part): number | null {
  return total === undefined || total.costMicroUsd === 0 ? null : total[part] / total.costMicroUsd;
}

type RowProps = {
  what: string;
  note: string | undefined;
  microUsd: number | undefined;
  share: number | null;
};

function Row({ what, note, microUsd, share }: RowProps) {
  return (
    <TableRow tall>
      <Td className="w-full max-w-0 py-1.5">
        <span className="block truncate">{what}</span>
        {note !== undefined && <span className="block truncate text-2xs text-muted">{note}</span>}
      </Td>
      <Td numeric>
        {microUsd === undefined || microUsd === 0 ? '–' : <Money microUsd={microUsd} minDigits={6} />}
      </Td>
      <Td numeric className="text-muted">
        {share === null || share === 0 ? '–' : formatPercent(share)}
      </Td>
    </TableRow>
  );
}

// What one successful run costs, agent by agent, against the period before; what failed runs cost stands apart.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { TaskCostShape } from '@/lib/contract/spend';
import { formatCount, plural } from '@/lib/format/count';
import { taskCostsOptions } from '@/lib/query/spend';
import { routes } from '@/lib/routes';
import { Loading } from '../shell/load-error';
import { EmptyState } from '../ui/empty-state';
import { Money } from '../ui/money';
import { Popover } from '../ui/popover';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { changeWords } from './change-words';
import type { SpendSlices } from './spend-period';
import { tasksQuestion } from './spend-questions';

const DEFINITION =
  'All that the runs cost which ended in this period, also the failed and cancelled ones, divided by the number of those that succeeded. A run counts whole in the period in which it ended.';

export function TaskCosts({ slices, period }: { slices: SpendSlices; period: string }) {
  const query = useQuery(taskCostsOptions(tasksQuestion(slices)));
  const agents = query.data?.agents ?? [];
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
              Cost of one successful task
            </button>
          }
        >
          <p className="text-xs">{DEFINITION}</p>
        </Popover>
      }
      note={period}
    >
      {query.data === undefined ? (
        <Loading what="What a task costs" query={query} rows={4} />
      ) : agents.length === 0 ? (
        <EmptyState title="No run has ended in this period" className="mt-0">
          What a success costs stands here by agent, with what was lost on runs that failed.
        </EmptyState>
      ) : (
        <Table>
          <TableHead>
            <tr>
              <Th>Agent</Th>
              <Th numeric>Succeeded</Th>
              <Th numeric>Each</Th>
              <Th numeric>Change</Th>
            </tr>
          </TableHead>
          <tbody>
            {agents.map((agent) => (
              <AgentCost key={agent.agent} cost={agent} since={slices.since} />
            ))}
          </tbody>
        </Table>
      )}
    </Seam>
  );
}

function AgentCost({ cost, since }: { cost: TaskCostShape; since: string }) {
  const { agent, succeeded, failed, cancelled, lostMicroUsd, perSuccessMicroUsd, perSuccessBeforeMicroUsd } =
    cost;
  const ended = succeeded + failed + cancelled;
  return (
    <TableRow tall>
      <Td className="w-full max-w-0">
        <Link
          href={routes.runs({ agent, since, status: ['succeeded', 'failed', 'cancelled'] })}
          className="mono block truncate hover:underline"
        >
          {agent}
        </Link>
        {lostMicroUsd > 0 && (
          <span
            className="block truncate text-2xs text-muted"
            title={`Spent on ${plural(failed + cancelled, 'run')} that did not succeed`}
          >
            <Money microUsd={lostMicroUsd} /> lost
          </span>
        )}
      </Td>
      <Td numeric className="text-muted">{`${formatCount(succeeded)} of ${formatCount(ended)}`}</Td>
      <Td numeric>
        <b>
          <Money microUsd={perSuccessMicroUsd} minDigits={6} />
        </b>
      </Td>
      <Td numeric className="text-muted">
        {changeWords(perSuccessMicroUsd, perSuccessBeforeMicroUsd)}
      </Td>
    </TableRow>
  );
}

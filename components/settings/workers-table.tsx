// The workers that hold a lease: where they run, since when, how much is in their hands.
'use client';
import type { WorkerShape } from '@/lib/contract/installation';
import { EmptyState } from '../ui/empty-state';
import { RelativeTime } from '../ui/relative-time';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { Tag } from '../ui/tag';

export function WorkersTable({ workers }: { workers: readonly WorkerShape[] }) {
  if (workers.length === 0)
    return (
      <EmptyState title="Nobody works">
        Runs wait until a process with the role all or worker is started.
      </EmptyState>
    );
  return (
    <Table>
      <TableHead>
        <tr>
          <Th className="w-[99%]">Worker</Th>
          <Th>Lease</Th>
          <Th numeric>Runs</Th>
          <Th numeric className="max-md:hidden">
            Since
          </Th>
          <Th numeric className="max-md:hidden">
            Heartbeat
          </Th>
        </tr>
      </TableHead>
      <tbody>
        {workers.map(({ id, host, live, runsOwned, registeredAt, heartbeatAt }) => (
          <TableRow key={id} tall>
            <Td className="w-[99%] max-w-0 py-1">
              <span className="block truncate">{host}</span>
              <code className="block truncate text-xs text-muted">{id}</code>
            </Td>
            <Td>{live ? 'stands' : <Tag>lost</Tag>}</Td>
            <Td numeric>{runsOwned}</Td>
            <Td numeric className="text-muted max-md:hidden">
              <RelativeTime at={registeredAt} />
            </Td>
            <Td numeric className="text-muted max-md:hidden">
              <RelativeTime at={heartbeatAt} />
            </Td>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

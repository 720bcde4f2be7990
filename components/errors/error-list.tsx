// The causes: each with its words, how often and when it was met, who met it and what became of the runs.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ErrorGroup } from '@/lib/contract/error';
import { formatCount, plural } from '@/lib/format/count';
import { errorsOptions } from '@/lib/query/errors';
import { routes } from '@/lib/routes';
import { placeWords } from '../dead-letters/letter-words';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { MoreRows } from '../ui/more-rows';
import { RelativeTime } from '../ui/relative-time';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { Tag } from '../ui/tag';
import { ErrorBars } from './error-bars';
import { agentWords, runWords } from './error-words';
import { useErrorsView } from './use-errors-view';

export function ErrorList() {
  const { filter, period, agent, q, setView } = useErrorsView();
  const query = useInfiniteQuery(errorsOptions(filter));
  if (query.data === undefined) return <Loading what="The errors" query={query} rows={6} />;
  const groups = query.data.pages.flatMap((page) => page.items);
  if (groups.length === 0)
    return (
      <EmptyState
        title={agent === null && q === null && period === 'all' ? 'Nothing has failed' : 'No error matches'}
        icon={<Glyph name="anomaly" />}
        action={
          period === 'all' && agent === null && q === null ? undefined : (
            <Button onClick={() => void setView({ period: 'all', agent: null, q: null })}>
              All errors of all time
            </Button>
          )
        }
      >
        A call of a tool or a model that fails stands here by its cause, whether or not its run ended well.
      </EmptyState>
    );
  return (
    <>
      <StaleBanner query={query} />
      <div className="min-h-0 flex-1 overflow-auto">
        <Table>
          <TableHead sticky className="max-md:hidden">
            <tr>
              <Th className="w-[99%]">Error</Th>
              <Th>When</Th>
              <Th>Agents</Th>
              <Th numeric>Times</Th>
              <Th numeric>Runs</Th>
              <Th numeric>Waiting</Th>
              <Th numeric>First</Th>
              <Th numeric>Last</Th>
            </tr>
          </TableHead>
          <tbody>
            {groups.map((group) => (
              <ErrorRow
                key={group.fingerprint}
                group={group}
                href={routes.errors({
                  group: group.fingerprint,
                  ...(period === '7d' ? {} : { period }),
                })}
              />
            ))}
          </tbody>
        </Table>
        <MoreRows query={query} bare>
          More errors
        </MoreRows>
      </div>
    </>
  );
}

function ErrorRow({ group, href }: { group: ErrorGroup; href: string }) {
  const { message, code, history, versions, count, runs, deadLetters, firstAt, lastAt } = group;
  return (
    <TableRow tall className="relative">
      <Td grow className="max-md:w-auto max-md:max-w-none max-md:py-2 max-md:whitespace-normal">
        <Link
          href={href}
          className="after:absolute after:inset-0 after:content-[''] hover:underline max-md:[overflow-wrap:anywhere]"
        >
          {message}
        </Link>{' '}
        <Tag>{code}</Tag> <span className="text-xs text-muted">{placeWords(group)}</span>
        <span className="mt-1 hidden text-xs text-muted max-md:block">
          {`${plural(count, 'time')} in ${runWords(runs)}, last `}
          <RelativeTime at={lastAt} focusable={false} />
        </span>
      </Td>
      <Td className="max-md:hidden">
        <ErrorBars history={history} />
      </Td>
      <Td className="text-ink-2 max-md:hidden">{agentWords(versions)}</Td>
      <Td numeric className="max-md:hidden">
        {formatCount(count)}
      </Td>
      <Td numeric className="max-md:hidden">
        {formatCount(runs.total)}
      </Td>
      <Td numeric className="max-md:hidden">
        {deadLetters === 0 ? '' : formatCount(deadLetters)}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        <RelativeTime at={firstAt} focusable={false} />
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        <RelativeTime at={lastAt} focusable={false} />
      </Td>
    </TableRow>
  );
}

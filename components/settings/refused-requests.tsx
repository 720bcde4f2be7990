// What the guard refused to send, by day, caller and host, the latest first: how often, why, and the run that met it last.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { EgressRefusalShape } from '@/lib/contract/egress';
import { EGRESS_KINDS, EGRESS_REFUSALS, OTHER_HOSTS } from '@/lib/domain/egress';
import { plural } from '@/lib/format/count';
import { egressRefusalsOptions } from '@/lib/query/egress';
import { routes } from '@/lib/routes';
import { Loading, StaleBanner } from '../shell/load-error';
import { Chip } from '../ui/chip';
import { EmptyState } from '../ui/empty-state';
import { MoreRows } from '../ui/more-rows';
import { RelativeTime } from '../ui/relative-time';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { CallerName } from './caller-name';
import { CODE_WORDS, refusedHostText } from './egress-words';

const FILTERS = {
  for: parseAsStringLiteral(EGRESS_KINDS),
  name: parseAsString,
  host: parseAsString,
  code: parseAsStringLiteral(EGRESS_REFUSALS),
};

export function RefusedRequests() {
  const [filters, setFilters] = useQueryStates(FILTERS);
  const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== null));
  const query = useInfiniteQuery(egressRefusalsOptions(asked));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const times = rows.reduce((sum, row) => sum + row.times, 0);
  const on = Object.keys(asked).length > 0;
  return (
    <>
      <StaleBanner query={query} />
      <Seam
        title="Refused requests"
        note={
          query.data === undefined || query.hasNextPage || times === 0 ? undefined : plural(times, 'attempt')
        }
        action={
          on && (
            <span className="flex flex-wrap gap-1.5">
              {filters.name !== null && (
                <Chip name={filters.for ?? 'of'} onRemove={() => void setFilters({ name: null, for: null })}>
                  {filters.name}
                </Chip>
              )}
              {filters.name === null && filters.for !== null && (
                <Chip name="of" onRemove={() => void setFilters({ for: null })}>
                  {`${filters.for}s`}
                </Chip>
              )}
              {filters.host !== null && (
                <Chip name="host" onRemove={() => void setFilters({ host: null })}>
                  {refusedHostText({ host: filters.host, port: null })}
                </Chip>
              )}
              {filters.code !== null && (
                <Chip name="because" onRemove={() => void setFilters({ code: null })}>
                  {filters.code}
                </Chip>
              )}
            </span>
          )
        }
      >
        {query.data === undefined ? (
          <Loading what="The refused requests" query={query} rows={4} />
        ) : rows.length === 0 ? (
          <EmptyState title={on ? 'Nothing of this was refused' : 'Nothing was refused'}>
            A request to a private address, along a redirect to another host or with what does not belong in a
            URL is kept here for ninety days.
          </EmptyState>
        ) : (
          <>
            <Table>
              <TableHead>
                <tr>
                  <Th className="w-[60%]">Host</Th>
                  <Th className="w-[40%] max-md:hidden">Who</Th>
                  <Th numeric>Attempts</Th>
                  <Th className="max-md:hidden">Last run</Th>
                  <Th numeric className="max-md:hidden">
                    Last
                  </Th>
                </tr>
              </TableHead>
              <tbody>
                {rows.map((row) => (
                  <RefusalRow
                    key={[row.day, row.for.kind, row.for.name, row.host, row.code].join(' ')}
                    refusal={row}
                    onHost={() => void setFilters({ host: row.host })}
                    onCode={() => void setFilters({ code: row.code })}
                  />
                ))}
              </tbody>
            </Table>
            <MoreRows query={query} />
          </>
        )}
      </Seam>
    </>
  );
}

type RefusalRowProps = { refusal: EgressRefusalShape; onHost: () => void; onCode: () => void };

function RefusalRow({ refusal, onHost, onCode }: RefusalRowProps) {
  const { for: caller, host, code, times, lastAt, runId, step } = refusal;
  const named = host !== OTHER_HOSTS && host !== '';
  const run =
    runId === null ? (
      <span className="text-faint">none</span>
    ) : (
      <Link className="link" href={routes.run(runId, step === null ? {} : { step })}>
        {step === null ? 'run' : `step ${step}`}
      </Link>
    );
  return (
    <TableRow tall>
      <Td className="w-[60%] max-w-0 py-1.5">
        <button
          type="button"
          onClick={onHost}
          title="Show this host alone"
          className={`block min-h-6 max-w-full truncate text-left hover:underline max-md:py-1 ${named ? 'mono' : 'text-muted'}`}
        >
          {refusedHostText(refusal)}
        </button>
        <button
          type="button"
          onClick={onCode}
          title="Show this reason alone"
          className="block min-h-6 max-w-full truncate text-left text-xs text-muted hover:underline max-md:py-1"
        >
          {CODE_WORDS[code]} <code>{code}</code>
        </button>
        <span className="block text-xs whitespace-normal text-muted md:hidden">
          {caller.kind} {caller.name === '' ? 'draft' : caller.name}, <RelativeTime at={lastAt} />
          {runId !== null && <>, {run}</>}
        </span>
      </Td>
      <Td className="w-[40%] max-w-0 py-1.5 max-md:hidden">
        <CallerName kind={caller.kind} name={caller.name} />
      </Td>
      <Td numeric>{times}</Td>
      <Td className="max-md:hidden">{run}</Td>
      <Td numeric className="text-muted max-md:hidden">
        <RelativeTime at={lastAt} />
      </Td>
    </TableRow>
  );
}

// One cause: when it was met and by whom, what became of the runs, and the redrive of those that wait on account of it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { formatCount, plural } from '@/lib/format/count';
import { errorOptions } from '@/lib/query/errors';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { BulkDialog } from '../bulk/bulk-dialog';
import { BulkProgress } from '../bulk/bulk-progress';
import { placeWords } from '../dead-letters/letter-words';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/button-link';
import { Icon } from '../ui/icon';
import { RelativeTime } from '../ui/relative-time';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { Tag } from '../ui/tag';
import { ErrorBars } from './error-bars';
import { runWords } from './error-words';
import { useErrorsView } from './use-errors-view';

export function ErrorPane({ fingerprint }: { fingerprint: string }) {
  const { since, period } = useErrorsView();
  const query = useQuery(errorOptions(fingerprint, since));
  const mayRedrive = useMay('runs:write');
  const [asked, setAsked] = useState(false);
  const [started, setStarted] = useState<readonly string[]>([]);
  const group = query.data;
  return (
    <>
      <Link
        href={routes.errors(period === '7d' ? {} : { period })}
        className="link inline-flex flex-none items-center gap-1 px-4 pt-2.5 text-xs max-md:min-h-9 max-md:px-3"
      >
        <Icon of={ArrowLeft} size={12} />
        All errors
      </Link>
      <BulkProgress own={started} onDetails={() => window.location.assign(routes.runs({ bulk: '*' }))} />
      <StaleBanner query={query} />
      {group === undefined ? (
        <Loading what="The error" query={query} rows={4} />
      ) : (
        <div className="min-h-0 flex-1 overflow-auto px-4 py-2.5 max-md:px-3">
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="min-w-0 font-semi [overflow-wrap:anywhere]">{group.message}</h2>
            <Tag>{group.code}</Tag>
            <span className="text-xs text-muted">{placeWords(group)}</span>
          </div>
          <p className="mt-2 text-ink-2">
            {`${plural(group.count, 'time')} in ${runWords(group.runs)}. First `}
            <RelativeTime at={group.firstAt} />
            {', last '}
            <RelativeTime at={group.lastAt} />.
          </p>
          <ErrorBars history={group.history} className="mt-3" />
          <div className="mt-3 flex flex-wrap gap-2">
            {mayRedrive && group.deadLetters > 0 && (
              <Button variant="primary" onClick={() => setAsked(true)}>
                {`Redrive ${plural(group.deadLetters, 'run')}`}
              </Button>
            )}
            <ButtonLink href={routes.runs({ error: fingerprint })}>Runs that met it</ButtonLink>
            <ButtonLink
              href={routes.run(
                group.sample.runId,
                group.sample.step === null ? {} : { step: group.sample.step, tab: 'attempts' },
              )}
            >
              Newest failure
            </ButtonLink>
          </div>
          <div className="mt-4 max-w-2xl">
            <Table>
              <TableHead>
                <tr>
                  <Th className="w-[99%]">Version</Th>
                  <Th numeric>Times</Th>
                  <Th numeric>Last</Th>
                </tr>
              </TableHead>
              <tbody>
                {group.versions.map(({ agent, version, called, count, lastAt }) => (
                  <TableRow key={`${agent} ${version} ${called}`}>
                    <Td grow>
                      {`${agent} v${version}`}
                      {called !== null && (
                        <span className="text-muted">{` with ${group.tool ?? group.model} v${called}`}</span>
                      )}
                    </Td>
                    <Td numeric>{formatCount(count)}</Td>
                    <Td numeric className="text-muted">
                      <RelativeTime at={lastAt} focusable={false} />
                    </Td>
                  </TableRow>
                ))}
              </tbody>
            </Table>
          </div>
        </div>
      )}
      {asked && (
        <BulkDialog
          action="redrive"
          filter={{ cause: fingerprint }}
          onClose={() => setAsked(false)}
          onStarted={(id) => {
            setAsked(false);
            setStarted([...started, id]);
          }}
        />
      )}
    </>
  );
}

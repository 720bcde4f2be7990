// Egress: which hosts tools, models, callbacks and channels may reach, and what the guard refused: contracts and the environment say it. Where links of texts may lead is said here.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { AllowedHostShape, EgressShape } from '@/lib/contract/egress';
import { plural } from '@/lib/format/count';
import { egressOptions } from '@/lib/query/egress';
import { useMay } from '../account/use-me';
import { Loading, StaleBanner } from '../shell/load-error';
import { cx } from '../ui/class-names';
import { EmptyState } from '../ui/empty-state';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { Tag } from '../ui/tag';
import { CallerName } from './caller-name';
import { hostText, REACH_WORDS, USE_WORDS } from './egress-words';
import { LinkHostsForm } from './link-hosts-form';
import { RefusedRequests } from './refused-requests';

export function EgressSection() {
  const query = useQuery(egressOptions());
  const mayChange = useMay('admin');
  const egress = query.data;
  return (
    <>
      <StaleBanner query={query} />
      <RefusedRequests />
      <Seam title="Private hosts" note={egress && plural(egress.privateHosts.length, 'entry', 'entries')}>
        <p className="px-4 pb-2 text-xs text-muted max-md:px-3">
          From <code>BULKHEAD_PRIVATE_HOSTS</code>, read at the start. Public addresses need no entry;
          link-local addresses and instance metadata are opened by none.
        </p>
        {egress !== undefined && <Entries entries={egress.privateHosts} />}
      </Seam>
      <Seam
        title="Allowed hosts"
        note={
          egress &&
          plural(
            egress.callers.length,
            'tool, model, callback or channel',
            'tools, models, callbacks and channels',
          )
        }
      >
        {egress === undefined ? (
          <Loading what="The allowed hosts" query={query} rows={6} />
        ) : egress.callers.length === 0 ? (
          <EmptyState title="Nothing sends anything">
            Each tool over HTTP, each model, each callback and each webhook channel stands here with the hosts
            that it may reach.
          </EmptyState>
        ) : (
          <AllowedHosts callers={egress.callers} />
        )}
      </Seam>
      {mayChange && <LinkHostsForm />}
    </>
  );
}

function Entries({ entries }: { entries: readonly string[] }) {
  if (entries.length === 0)
    return (
      <EmptyState title="No private address may be reached">
        What listens on loopback or in a private network is refused until an entry opens it.
      </EmptyState>
    );
  return (
    <ul className="flex flex-wrap gap-1.5 px-4 pb-3 max-md:px-3">
      {entries.map((entry) => (
        <li key={entry}>
          <Tag>
            <span className="mono">{entry}</span>
          </Tag>
        </li>
      ))}
    </ul>
  );
}

function AllowedHosts({ callers }: { callers: EgressShape['callers'] }) {
  return (
    <Table className="table-fixed">
      <TableHead>
        <tr>
          <Th className="w-[40%]">Who</Th>
          <Th className="w-[60%]">May reach</Th>
        </tr>
      </TableHead>
      <tbody>
        {callers.map((caller) => (
          <TableRow key={`${caller.kind} ${caller.name}`} tall>
            <Td className="py-1.5 align-top">
              <CallerName kind={caller.kind} name={caller.name} />
            </Td>
            <Td className="py-1.5 align-top">
              {caller.hosts.map((host) => (
                <HostLine key={`${host.use} ${host.host}`} host={host} />
              ))}
            </Td>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function HostLine({ host }: { host: AllowedHostShape }) {
  const { use, reach, allowedBy } = host;
  return (
    <span className="block whitespace-normal">
      <span className="mono [overflow-wrap:anywhere]">{hostText(host)}</span>
      <span
        {...(reach === 'refused' ? { 'data-state-of': 'failed' } : {})}
        className={cx('block text-xs', reach === 'refused' ? 'text-state' : 'text-muted')}
      >
        {use !== 'call' && `${USE_WORDS[use]}; `}
        {REACH_WORDS[reach]}
        {allowedBy !== null && (
          <>
            , open by <code>{allowedBy}</code>
          </>
        )}
      </span>
    </span>
  );
}

// The files that were imported: whose, of which days, by whom, and how much of each still stands.
'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Page } from '@/lib/contract/page';
import type { UsageImportShape } from '@/lib/contract/reconciliation';
import { formatBytes, formatCount, plural, shortDigest } from '@/lib/format/count';
import { Loading, StaleBanner } from '../shell/load-error';
import { RelativeTime } from '../ui/relative-time';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { FORMAT_WORDS } from './difference-words';
import { daysWords, type ReconciledDays } from './reconciled-days';
import { WithdrawButton } from './withdraw-button';

export type ImportsSectionProps = {
  query: UseQueryResult<Page<UsageImportShape>, Error>;
  shown: ReconciledDays;
  onLook: (days: ReconciledDays) => void;
  mayWithdraw: boolean;
};

export function ImportsSection({ query, shown, onLook, mayWithdraw }: ImportsSectionProps) {
  const { data } = query;
  if (data === undefined)
    return (
      <Seam title="Imported files" className="border-t">
        <Loading what="The imported files" query={query} rows={3} />
      </Seam>
    );
  return (
    <Seam
      title="Imported files"
      note={data.nextCursor === null ? plural(data.items.length, 'file') : `the newest ${data.items.length}`}
      className="border-t"
    >
      <StaleBanner query={query} />
      <Table>
        <TableHead>
          <tr>
            <Th>File</Th>
            <Th className="max-md:hidden">Kind</Th>
            <Th>Days</Th>
            <Th numeric className="max-md:hidden">
              Stands
            </Th>
            <Th className="max-lg:hidden">SHA-256</Th>
            <Th className="max-md:hidden">Imported</Th>
            {mayWithdraw && (
              <Th>
                <span className="sr-only">Withdraw</span>
              </Th>
            )}
          </tr>
        </TableHead>
        <tbody>
          {data.items.map((one) => (
            <Imported key={one.id} one={one} shown={shown} onLook={onLook} mayWithdraw={mayWithdraw} />
          ))}
        </tbody>
      </Table>
    </Seam>
  );
}

type ImportedProps = Omit<ImportsSectionProps, 'query'> & { one: UsageImportShape };

function Imported({ one, shown, onLook, mayWithdraw }: ImportedProps) {
  const {
    fileName,
    provider,
    format,
    firstDay,
    lastDay,
    standing,
    figures,
    replaced,
    ignoredColumns,
    withdrawn,
  } = one;
  const days = { from: firstDay, to: lastDay };
  const ignored = ignoredColumns.length === 0 ? '' : `; not read: ${ignoredColumns.join(', ')}`;
  return (
    <TableRow selected={shown.from === firstDay && shown.to === lastDay}>
      <Td grow title={`${formatBytes(one.bytes)}, ${plural(one.lines, 'line')}${ignored}`}>
        {fileName}
        {replaced > 0 && (
          <span className="ml-2 text-xs text-muted">{`replaced ${formatCount(replaced)}`}</span>
        )}
        {withdrawn !== null && (
          <span className="block whitespace-normal text-xs text-muted">
            {`withdrawn by ${withdrawn.by.label}: ${withdrawn.reason}`}
          </span>
        )}
      </Td>
      <Td className="text-muted max-md:hidden">
        {format === 'plain' ? `${provider}, plain` : FORMAT_WORDS[format]}
      </Td>
      <Td>
        <button type="button" className="hover:underline max-md:py-2.5" onClick={() => onLook(days)}>
          {daysWords(days)}
        </button>
      </Td>
      <Td numeric className="max-md:hidden">
        <span title="Figures by day and model that no later file has replaced">
          {withdrawn !== null
            ? 'withdrawn'
            : standing === figures
              ? 'all'
              : `${formatCount(standing)} of ${formatCount(figures)}`}
        </span>
      </Td>
      <Td className="max-lg:hidden">
        <span className="mono text-muted" title={one.sha256}>
          {shortDigest(one.sha256)}
        </span>
      </Td>
      <Td className="text-muted max-md:hidden">
        <RelativeTime at={one.importedAt} /> by {one.importedBy.label}
      </Td>
      {mayWithdraw && <Td>{standing > 0 && <WithdrawButton one={one} />}</Td>}
    </TableRow>
  );
}

// Every version of a tool or a model: who made it and when, and what differs between two of them.
'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ModelShape, ToolShape } from '@/lib/contract/configuration';
import { Loading, StaleBanner } from '../shell/load-error';
import { JsonDiff } from '../ui/json-diff';
import { RelativeTime } from '../ui/relative-time';
import { Seam } from '../ui/seam';
import { Select } from '../ui/select';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { Tag } from '../ui/tag';
import { useCatalogView } from './use-catalog-view';

type Versions = { items: (ToolShape | ModelShape)[] };

export function VersionsPanel({ query }: { query: UseQueryResult<Versions> }) {
  const [view, setView] = useCatalogView();
  if (query.data === undefined) return <Loading what="The versions" query={query} rows={4} />;
  const versions = query.data.items;
  const newest = versions[0]?.version ?? 1;
  const after = versions.find((one) => one.version === (view.to ?? newest));
  const before = versions.find((one) => one.version === (view.from ?? (after?.version ?? newest) - 1));
  const options = versions.map(({ version }) => ({ value: String(version), label: `v${version}` }));
  return (
    <>
      <StaleBanner query={query} />
      <Table>
        <TableHead>
          <tr>
            <Th>Version</Th>
            <Th className="w-[99%]">Made by</Th>
            <Th numeric>When</Th>
          </tr>
        </TableHead>
        <tbody>
          {versions.map(({ version, active, createdBy, createdAt }) => (
            <TableRow key={version}>
              <Td>
                {`v${version}`} {active && <Tag className="ml-1">in use</Tag>}
              </Td>
              <Td grow>{createdBy.label}</Td>
              <Td numeric className="text-muted">
                <RelativeTime at={createdAt} />
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
      {versions.length > 1 && (
        <Seam title="What changed">
          <div className="px-4 pb-4 max-md:px-3">
            <div className="mb-3 flex max-w-[360px] gap-3">
              <Select
                label="From"
                className="flex-1"
                value={before === undefined ? '' : String(before.version)}
                onValueChange={(next) => void setView({ from: Number(next) })}
                options={options}
              />
              <Select
                label="To"
                className="flex-1"
                value={after === undefined ? '' : String(after.version)}
                onValueChange={(next) => void setView({ to: Number(next) })}
                options={options}
              />
            </div>
            {before !== undefined && after !== undefined && (
              <JsonDiff
                before={before.definition}
                after={after.definition}
                label={`v${before.version} and v${after.version}`}
                context={3}
              />
            )}
          </div>
        </Seam>
      )}
    </>
  );
}

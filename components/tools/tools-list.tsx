// The tools: what each does to the world, where it goes, who uses it, how its calls went in the last 24 hours.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { ToolShape } from '@/lib/contract/configuration';
import type { ToolDefinition } from '@/lib/domain/tool';
import { plural } from '@/lib/format/count';
import { allToolHealthOptions } from '@/lib/query/catalog';
import { agentsOptions } from '@/lib/query/configuration';
import { routes } from '@/lib/routes';
import { agentsWithTool } from '../catalog/agents-that-use';
import { CallsCells, NO_CALLS, Unknown } from '../catalog/calls-cells';
import { CatalogRow } from '../catalog/catalog-row';
import { hostOf } from '../catalog/matching';
import { useRowKeys } from '../catalog/use-row-keys';
import { Table, TableHead, Td, Th } from '../ui/table';

/** What a search looks through. */
export function toolText({ name, definition }: ToolShape): string {
  const { description, effect, risk, kind } = definition;
  return [name, description, effect, risk, kind, addressOf(definition)].join(' ');
}

/** Where a call goes; for a wait, the key that it waits on. */
function addressOf({ http, event }: ToolDefinition): string {
  return http === undefined ? (event?.keyTemplate ?? '') : `${http.method} ${http.url}`;
}

const hostIn = ({ http, event }: ToolDefinition): string =>
  http === undefined ? (event?.keyTemplate ?? '') : hostOf(http.url);

export function ToolsList({ tools }: { tools: readonly ToolShape[] }) {
  const health = useQuery(allToolHealthOptions()).data?.items;
  const agents = useQuery(agentsOptions()).data?.items;
  const { onFocus } = useRowKeys(tools.map((tool) => tool.name));
  return (
    <div className="min-h-0 flex-1 overflow-auto max-md:overflow-visible">
      <Table>
        <TableHead sticky className="max-md:hidden">
          <tr>
            <Th>Name</Th>
            <Th>Effect</Th>
            <Th>Risk</Th>
            <Th>Kind</Th>
            <Th className="w-[99%]">Endpoint</Th>
            <Th numeric>Used by</Th>
            <Th numeric>Calls 24 h</Th>
            <Th numeric>Failed</Th>
            <Th numeric>p95</Th>
            <Th numeric>Version</Th>
          </tr>
        </TableHead>
        <tbody>
          {tools.map(({ name, version, definition }) => {
            const { effect, risk, kind, http } = definition;
            const host = hostIn(definition);
            const users = agents && agentsWithTool(agents, name).length;
            const figures = health && (health.find((one) => one.name === name) ?? NO_CALLS);
            return (
              <CatalogRow
                key={name}
                name={name}
                href={routes.tool(name)}
                onFocus={() => onFocus(name)}
                brief={[
                  effect,
                  host,
                  ...(figures === undefined ? [] : [plural(figures.calls, 'call')]),
                  ...(figures !== undefined && figures.failed > 0 ? [`${figures.failed} failed`] : []),
                ].join(' · ')}
              >
                <Td className="text-ink-2 max-md:hidden">{effect}</Td>
                <Td className="text-ink-2 max-md:hidden">{risk}</Td>
                <Td className="text-ink-2 max-md:hidden">{kind}</Td>
                <Td grow className="mono text-muted max-md:hidden" title={addressOf(definition)}>
                  {http === undefined ? host : `${http.method} ${host}`}
                </Td>
                <Td numeric className="max-md:hidden">
                  {users === undefined ? <Unknown /> : plural(users, 'agent')}
                </Td>
                <CallsCells figures={figures} />
                <Td numeric className="text-muted max-md:hidden">{`v${version}`}</Td>
              </CatalogRow>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}

// The models: where each is reached, what it costs, who thinks with it, how its calls went in the last 24 hours.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { ModelShape } from '@/lib/contract/configuration';
import { formatCount, plural } from '@/lib/format/count';
import { deprecationWords } from '@/lib/format/deprecation';
import { formatMicroUsd } from '@/lib/format/money';
import { allModelHealthOptions } from '@/lib/query/catalog';
import { agentsOptions } from '@/lib/query/configuration';
import { routes } from '@/lib/routes';
import { agentsWithModel } from '../catalog/agents-that-use';
import { CallsCells, NO_CALLS, Unknown } from '../catalog/calls-cells';
import { CatalogRow } from '../catalog/catalog-row';
import { hostOf } from '../catalog/matching';
import { useRowKeys } from '../catalog/use-row-keys';
import { Money } from '../ui/money';
import { Table, TableHead, Td, Th } from '../ui/table';
import { useShownPrices } from './use-shown-prices';

const NEVER_ASKED = { ...NO_CALLS, tokens: 0, costMicroUsd: 0 };

/** What a search looks through. */
export function modelText({ name, definition }: ModelShape): string {
  return [name, definition.provider, definition.model, definition.baseUrl].join(' ');
}

export function ModelsList({ models }: { models: readonly ModelShape[] }) {
  const health = useQuery(allModelHealthOptions()).data?.items;
  const agents = useQuery(agentsOptions()).data?.items;
  const shown = useShownPrices();
  const { onFocus } = useRowKeys(models.map((model) => model.name));
  return (
    <div className="min-h-0 flex-1 overflow-auto max-md:overflow-visible">
      <Table>
        <TableHead sticky className="max-md:hidden">
          <tr>
            <Th>Name</Th>
            <Th>Provider</Th>
            <Th className="w-[99%]">Model</Th>
            <Th numeric>In / M tokens</Th>
            <Th numeric>Out / M tokens</Th>
            <Th numeric>Context</Th>
            <Th numeric>Used by</Th>
            <Th numeric>Calls 24 h</Th>
            <Th numeric>Failed</Th>
            <Th numeric>p95</Th>
            <Th numeric>Tokens</Th>
            <Th numeric>Cost</Th>
          </tr>
        </TableHead>
        <tbody>
          {models.map(({ name, definition }) => {
            const { provider, model, baseUrl, contextTokens } = definition;
            const { prices, deprecated } = shown(definition);
            const users = agents && agentsWithModel(agents, name).length;
            const figures = health && (health.find((one) => one.name === name) ?? NEVER_ASKED);
            return (
              <CatalogRow
                key={name}
                name={name}
                href={routes.model(name)}
                onFocus={() => onFocus(name)}
                brief={[
                  model,
                  ...(figures === undefined
                    ? []
                    : [plural(figures.calls, 'call'), formatMicroUsd(figures.costMicroUsd)]),
                ].join(' · ')}
              >
                <Td className="text-ink-2 max-md:hidden" title={hostOf(baseUrl)}>
                  {provider}
                </Td>
                <Td grow className="mono text-muted max-md:hidden">
                  {model}
                  {deprecated !== null && (
                    <span data-state-of="waiting" className="ml-2 font-sans text-state">
                      {deprecationWords(deprecated)}
                    </span>
                  )}
                </Td>
                <Td numeric className="max-md:hidden">
                  <Money microUsd={prices?.inputMicroUsdPerMTok} />
                </Td>
                <Td numeric className="max-md:hidden">
                  <Money microUsd={prices?.outputMicroUsdPerMTok} />
                </Td>
                <Td numeric className="max-md:hidden">
                  {formatCount(contextTokens)}
                </Td>
                <Td numeric className="max-md:hidden">
                  {users === undefined ? <Unknown /> : plural(users, 'agent')}
                </Td>
                <CallsCells figures={figures} />
                <Td numeric className="max-md:hidden">
                  {figures === undefined ? <Unknown /> : formatCount(figures.tokens)}
                </Td>
                <Td numeric className="max-md:hidden">
                  <Money microUsd={figures?.costMicroUsd} minDigits={4} />
                </Td>
              </CatalogRow>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}

// The price table: what models cost that have no prices of their own, and from when on. Changed as a whole, each change a version.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PriceEntry } from '@/lib/domain/price-table';
import { plural } from '@/lib/format/count';
import { deprecationWords } from '@/lib/format/deprecation';
import { pricesOptions } from '@/lib/query/prices';
import { Loading, StaleBanner } from '../shell/load-error';
import { AbsoluteTime } from '../ui/absolute-time';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Money } from '../ui/money';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { PricesDialog } from './prices-dialog';

export function PricesSection() {
  const query = useQuery(pricesOptions());
  const [editing, setEditing] = useState(false);
  const table = query.data;
  return (
    <>
      <StaleBanner query={query} />
      <Seam
        title="Prices"
        note={table && `version ${table.version}, ${plural(table.prices.length, 'entry', 'entries')}`}
        action={
          <Button size="sm" variant="primary" disabled={table === undefined} onClick={() => setEditing(true)}>
            Edit or import
          </Button>
        }
      >
        <p className="px-4 pb-2 text-xs text-muted max-md:px-3">
          For models that have no prices of their own, by the provider’s name of them. A call is charged by
          the entry that holds when it begins; what is under way keeps the version it was begun with.
        </p>
        {table === undefined ? (
          <Loading what="The prices" query={query} rows={4} />
        ) : table.prices.length === 0 ? (
          <EmptyState title="There is no price yet">
            A model without prices of its own is not called until one stands here, unless its agent says that
            it counts tokens alone.
          </EmptyState>
        ) : (
          <Table>
            <TableHead>
              <tr>
                <Th className="w-[99%]">Model</Th>
                <Th className="max-md:hidden">From</Th>
                <Th numeric>In / M tokens</Th>
                <Th numeric className="max-md:hidden">
                  Cached
                </Th>
                <Th numeric className="max-md:hidden">
                  Cache write
                </Th>
                <Th numeric>Out / M tokens</Th>
                <Th numeric className="max-md:hidden">
                  Reasoning
                </Th>
              </tr>
            </TableHead>
            <tbody>
              {inOrder(table.prices).map((entry) => (
                <PriceRow key={`${entry.model} ${entry.from}`} entry={entry} />
              ))}
            </tbody>
          </Table>
        )}
      </Seam>
      {editing && table !== undefined && <PricesDialog table={table} onClose={() => setEditing(false)} />}
    </>
  );
}

function PriceRow({ entry: { model, from, prices, deprecated } }: { entry: PriceEntry }) {
  return (
    <TableRow tall>
      <Td grow className="max-md:py-1.5">
        <span className="mono">{model}</span>
        {deprecated !== undefined && (
          <span data-state-of="waiting" className="block text-xs text-state">
            {deprecationWords(deprecated)}
          </span>
        )}
        <span className="block text-xs text-muted md:hidden">
          from <AbsoluteTime at={from} look="date-time" />
        </span>
      </Td>
      <Td className="max-md:hidden">
        <AbsoluteTime at={from} look="date-time" />
      </Td>
      <Td numeric>
        <Money microUsd={prices.inputMicroUsdPerMTok} />
      </Td>
      <Td numeric className="max-md:hidden">
        <Money microUsd={prices.cachedInputMicroUsdPerMTok} />
      </Td>
      <Td numeric className="max-md:hidden">
        <Money microUsd={prices.cacheWriteMicroUsdPerMTok} />
      </Td>
      <Td numeric>
        <Money microUsd={prices.outputMicroUsdPerMTok} />
      </Td>
      <Td numeric className="max-md:hidden">
        <Money microUsd={prices.reasoningMicroUsdPerMTok} />
      </Td>
    </TableRow>
  );
}

/** By model, the newest first. */
function inOrder(prices: readonly PriceEntry[]): PriceEntry[] {
  return prices.toSorted((a, b) => a.model.localeCompare(b.model) || Date.parse(b.from) - Date.parse(a.from));
}

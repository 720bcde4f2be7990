// What caching saved in the period, or in what was picked in it: the prefix caches of providers by model, and reads that were not made again by tool.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatCount, formatPercent, plural } from '@/lib/format/count';
import { formatDurationMs } from '@/lib/format/duration';
import { savingsOptions } from '@/lib/query/spend';
import { Loading, StaleBanner } from '../shell/load-error';
import { EmptyState } from '../ui/empty-state';
import { Money } from '../ui/money';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import type { SpendChoice } from './spend-params';
import { PERIOD_WORDS, type SpendSlices, sliceLabel } from './spend-period';
import { savingsQuestion } from './spend-questions';

export function CacheSavings({ slices, choice }: { slices: SpendSlices; choice: SpendChoice }) {
  const query = useQuery(savingsOptions(savingsQuestion(choice, slices)));
  const { of, at, period } = choice;
  const when = at === null ? PERIOD_WORDS[period] : sliceLabel(at, slices.unit);
  const { prefix, reuse } = query.data ?? {};
  return (
    <Seam title="Saved by caching" note={of === null ? when : `${of}, ${when}`} className="border-t">
      <StaleBanner query={query} />
      {prefix === undefined || reuse === undefined ? (
        <Loading what="What caching saved" query={query} rows={3} />
      ) : prefix.calls + reuse.reads === 0 ? (
        <EmptyState
          title={of === null && at === null ? 'No cache was used in this period' : 'No cache was used there'}
          className="mt-0"
        >
          What providers’ prefix caches saved stands here by model, and what reused reads saved by tool.
        </EmptyState>
      ) : (
        <Table>
          <TableHead>
            <tr>
              <Th>By</Th>
              <Th numeric>Uses</Th>
              <Th numeric>Saved</Th>
            </tr>
          </TableHead>
          <tbody>
            {prefix.models.map(
              ({ model, calls, inputTokens, cachedInputTokens, cacheWriteTokens, savedMicroUsd }) => (
                <Row
                  key={`model ${model}`}
                  name={model}
                  note={`prefix cache, ${formatPercent(inputTokens === 0 ? 0 : cachedInputTokens / inputTokens)} of input read${cacheWriteTokens === 0 ? '' : `, ${formatCount(cacheWriteTokens)} tokens written`}`}
                  uses={plural(calls, 'call')}
                  savedMicroUsd={savedMicroUsd}
                />
              ),
            )}
            {reuse.tools.map(({ tool, reads, savedMs, savedMicroUsd }) => (
              <Row
                key={`tool ${tool}`}
                name={tool}
                note={`reused results, ${formatDurationMs(savedMs)} not waited`}
                uses={plural(reads, 'read')}
                savedMicroUsd={savedMicroUsd}
              />
            ))}
          </tbody>
        </Table>
      )}
    </Seam>
  );
}

function Row({
  name,
  note,
  uses,
  savedMicroUsd,
}: {
  name: string;
  note: ReactNode;
  uses: string;
  savedMicroUsd: number;
}) {
  return (
    <TableRow tall>
      <Td className="w-full max-w-0 py-1.5">
        <span className="mono block truncate" title={name}>
          {name}
        </span>
        <span className="block whitespace-normal text-xs text-muted">{note}</span>
      </Td>
      <Td numeric className="text-muted">
        {uses}
      </Td>
      <Td numeric>
        <Money microUsd={savedMicroUsd} minDigits={4} />
      </Td>
    </TableRow>
  );
}

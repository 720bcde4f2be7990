// Who spends most: every agent, model, tool, label or status of the period, the dearest first, with what it asked for and what was cached.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { SpendFigures, SpendRow } from '@/lib/contract/spend';
import { formatCount, formatPercent, plural } from '@/lib/format/count';
import { spendOptions } from '@/lib/query/spend';
import { Loading, StaleBanner } from '../shell/load-error';
import { Money } from '../ui/money';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import type { SpendSlices } from './spend-period';
import { sumsQuestion } from './spend-questions';
import { NAMELESS, type StackKey } from './spend-stacks';

const TITLES: Readonly<Record<StackKey, string>> = {
  agent: 'By agent',
  model: 'By model',
  tool: 'By tool',
  label: 'By label',
  status: 'By status',
};
/** How the rows are meant, where it is not plain. */
const NOTES: Readonly<Partial<Record<StackKey, string>>> = {
  tool: 'a call that asked for several is parted among them',
  status: 'as the runs stand now',
};

export type WhoSpendsProps = {
  slices: SpendSlices;
  by: StackKey;
  total: SpendFigures;
  chosen: string | null;
  onPick: (of: string | null, at: string | null) => void;
};

export function WhoSpends({ slices, by, total, chosen, onPick }: WhoSpendsProps) {
  const query = useQuery(spendOptions(sumsQuestion(by, slices)));
  const rows = query.data?.rows;
  if (rows === undefined)
    return (
      <Seam title={TITLES[by]} className="border-t">
        <Loading what="Who spent it" query={query} rows={4} />
      </Seam>
    );
  if (rows.length === 0) return null;
  return (
    <Seam title={TITLES[by]} note={NOTES[by] ?? plural(rows.length, by)} className="border-t">
      <StaleBanner query={query} />
      <div className="overflow-x-auto">
        <Table>
          <TableHead>
            <tr>
              <Th className="capitalize">{by}</Th>
              <Th numeric className="max-md:hidden">
                Runs
              </Th>
              <Th numeric className="max-md:hidden">
                Calls
              </Th>
              <Th numeric className="max-md:hidden">
                Tokens
              </Th>
              <Th numeric className="max-md:hidden">
                Cached
              </Th>
              <Th numeric className="max-md:hidden">
                Failed
              </Th>
              <Th numeric>Cost</Th>
              <Th numeric>Share</Th>
            </tr>
          </TableHead>
          <tbody>
            {rows.map((row) => (
              <Spender key={row[by] ?? ''} row={row} by={by} total={total} chosen={chosen} onPick={onPick} />
            ))}
          </tbody>
        </Table>
      </div>
    </Seam>
  );
}

type SpenderProps = Omit<WhoSpendsProps, 'slices'> & { row: SpendRow };

function Spender({ row, by, total, chosen, onPick }: SpenderProps) {
  const name = row[by] ?? null;
  const selected = name !== null && name === chosen;
  return (
    <TableRow selected={selected}>
      <Td grow>
        {name === null ? (
          <span className="text-muted">{NAMELESS[by]}</span>
        ) : (
          <button
            type="button"
            aria-pressed={selected}
            className="mono hover:underline max-md:py-2.5"
            onClick={() => onPick(selected ? null : name, null)}
          >
            {name}
          </button>
        )}
      </Td>
      <Td numeric className="max-md:hidden">
        {formatCount(row.runs)}
      </Td>
      <Td numeric className="max-md:hidden">
        {formatCount(row.calls)}
      </Td>
      <Td numeric className="max-md:hidden">
        {formatCount(row.tokens)}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        {row.inputTokens === 0 ? '–' : formatPercent(row.cachedInputTokens / row.inputTokens)}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        {row.failedMicroUsd === 0 ? '–' : <Money microUsd={row.failedMicroUsd} minDigits={6} />}
      </Td>
      <Td numeric>
        <Money microUsd={row.costMicroUsd} minDigits={6} />
      </Td>
      <Td numeric className="text-muted">
        {total.costMicroUsd === 0 ? '–' : formatPercent(row.costMicroUsd / total.costMicroUsd)}
      </Td>
    </TableRow>
  );
}

// Both sides by day and model, the newest day first. On a phone the difference alone has columns; the two sides stand below the name.
import Link from 'next/link';
import { Fragment } from 'react';
import type { ReconciliationRow, ReconciliationShape } from '@/lib/contract/reconciliation';
import { formatCount, plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { formatUtcDay } from '@/lib/format/time';
import { routes } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { EmptyState } from '../ui/empty-state';
import { Money } from '../ui/money';
import { Seam } from '../ui/seam';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { Tag } from '../ui/tag';
import {
  countDifference,
  isDiffering,
  moneyDifference,
  shareDifference,
  sideWords,
} from './difference-words';

const COLUMNS = 8;

export type DifferenceTableProps = {
  comparison: ReconciliationShape;
  /** Only rows that differ. */
  isNarrowed: boolean;
};

export function DifferenceTable({ comparison, isNarrowed }: DifferenceTableProps) {
  const rows = isNarrowed ? comparison.rows.filter(isDiffering) : comparison.rows;
  const days = [...new Set(rows.map(({ day }) => day))];
  if (rows.length === 0)
    return comparison.rows.length === 0 ? (
      <EmptyState title="No file tells of these days">
        Days that an export covers stand here by model. The files below say which days they have.
      </EmptyState>
    ) : (
      <EmptyState title="Both sides say the same">
        {`All ${plural(comparison.rows.length, 'row')} of these days agree in cost and tokens, as far as the files tell.`}
      </EmptyState>
    );
  return (
    <Seam title="By day and model" note={plural(rows.length, 'row')} className="border-t">
      <Table>
        <TableHead>
          <tr>
            <Th>Model</Th>
            <Th numeric className="max-md:hidden">
              Counted here
            </Th>
            <Th numeric className="max-md:hidden">
              Billed
            </Th>
            <Th numeric>Difference</Th>
            <Th numeric>
              <span className="sr-only">Difference in percent</span>%
            </Th>
            <Th numeric className="max-lg:hidden">
              Tokens here
            </Th>
            <Th numeric className="max-lg:hidden">
              Provider’s
            </Th>
            <Th numeric className="max-md:hidden">
              Difference
            </Th>
          </tr>
        </TableHead>
        <tbody>
          {days.map((day) => (
            <Fragment key={day}>
              <tr>
                <th
                  scope="colgroup"
                  colSpan={COLUMNS}
                  className="h-7 border-t border-line bg-surface px-4 text-left text-xs font-medium text-muted max-md:px-3"
                >
                  {`${formatUtcDay(day)} ${day.slice(0, 4)}`}
                </th>
              </tr>
              {rows
                .filter((row) => row.day === day)
                .map((row) => (
                  <Compared key={row.model} row={row} />
                ))}
            </Fragment>
          ))}
        </tbody>
      </Table>
    </Seam>
  );
}

function Compared({ row }: { row: ReconciliationRow }) {
  const { bulkhead, provider, difference } = row;
  const strong = (value: number | null) => ((value ?? 0) === 0 ? 'text-muted' : 'font-semi');
  return (
    <TableRow>
      <Td grow className="max-md:h-12!">
        <ModelName row={row} />
        <span className="block truncate text-2xs text-muted md:hidden">{phoneWords(row)}</span>
      </Td>
      <Td numeric className="max-md:hidden">
        {bulkhead !== null && bulkhead.estimatedMicroUsd > 0 && (
          <Estimated microUsd={bulkhead.estimatedMicroUsd} />
        )}
        <Money microUsd={bulkhead?.costMicroUsd} minDigits={6} />
      </Td>
      <Td numeric className="max-md:hidden">
        <Money microUsd={provider?.costMicroUsd} minDigits={6} />
      </Td>
      <Td numeric className={strong(difference.costMicroUsd)}>
        {moneyDifference(difference.costMicroUsd)}
      </Td>
      <Td numeric className="text-muted">
        {shareDifference(difference.costShare)}
      </Td>
      <Td numeric className="max-lg:hidden">
        <Tokens of={bulkhead} />
      </Td>
      <Td numeric className="max-lg:hidden">
        <Tokens of={provider} />
      </Td>
      <Td numeric className={cx(strong(difference.tokens), 'max-md:hidden')}>
        <span title={shareDifference(difference.tokensShare)}>{countDifference(difference.tokens)}</span>
      </Td>
    </TableRow>
  );
}

function ModelName({ row }: { row: ReconciliationRow }) {
  const [name] = row.models;
  const words = sideWords(row);
  return (
    <>
      {name === undefined ? (
        <span className="mono">{row.model}</span>
      ) : (
        <Link href={routes.model(name)} title={row.models.join(', ')} className="mono hover:underline">
          {row.model}
        </Link>
      )}
      {words !== null && <span className="ml-2 text-xs text-muted max-md:hidden">{words}</span>}
    </>
  );
}

/** Nobody said what some calls used: they count as the most that they can have cost. */
function Estimated({ microUsd }: { microUsd: number }) {
  return (
    <span
      title={`${formatMicroUsd(microUsd)} of it is an estimate: the answer never came`}
      className="mr-1.5"
    >
      <Tag>est.</Tag>
    </span>
  );
}

type Counted = {
  tokens: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  cachedInputTokens: number | null;
};

function Tokens({ of }: { of: Counted | null }) {
  if (of === null || of.tokens === null) return <span className="text-faint">–</span>;
  const { inputTokens, outputTokens, cachedInputTokens } = of;
  const cached = cachedInputTokens === null ? '' : `, ${formatCount(cachedInputTokens)} of them cached`;
  return (
    <span title={`${formatCount(inputTokens ?? 0)} in${cached}; ${formatCount(outputTokens ?? 0)} out`}>
      {formatCount(of.tokens)}
    </span>
  );
}

/** Both amounts; where one side alone has it, its amount is the difference. */
function phoneWords(row: ReconciliationRow): string {
  const { side, bulkhead, provider } = row;
  const estimated = bulkhead !== null && bulkhead.estimatedMicroUsd > 0 ? ' est.' : '';
  if (side !== 'both') return `${sideWords(row)}${estimated}`;
  return `here ${money(bulkhead?.costMicroUsd)}${estimated} · billed ${money(provider?.costMicroUsd)}`;
}

const money = (microUsd: number | null | undefined) =>
  microUsd === null || microUsd === undefined ? '–' : formatMicroUsd(microUsd);

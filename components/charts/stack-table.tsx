// The numbers behind stacked bars: a row a slice, a column a series, each part a way to what is behind it.
import { formatMicroUsd } from '@/lib/format/money';
import { Money } from '../ui/money';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import type { StackedBarsProps } from './stack';

export function StackTable({ series, slices, labelOf, sliceTitle, onPick }: StackedBarsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section aria-label="Spend in numbers" tabIndex={0} className="max-h-[304px] overflow-auto">
      <Table>
        <TableHead sticky>
          <tr>
            <Th>{sliceTitle}</Th>
            {series.map((one) => (
              <Th key={one.label} numeric>
                {one.label}
              </Th>
            ))}
            <Th numeric>Total</Th>
          </tr>
        </TableHead>
        <tbody>
          {slices.map((slice) => (
            <TableRow key={slice.at}>
              <Td>{labelOf(slice.at)}</Td>
              {series.map((one, i) => {
                const microUsd = slice.parts[i] ?? 0;
                return (
                  <Td key={one.label} numeric>
                    {one.pickable && microUsd > 0 ? (
                      <button
                        type="button"
                        className="link tabular-nums"
                        aria-label={`Runs of ${one.label}, ${labelOf(slice.at)}: ${formatMicroUsd(microUsd)}`}
                        onClick={() => onPick({ series: i, at: slice.at })}
                      >
                        {formatMicroUsd(microUsd, { minDigits: 6 })}
                      </button>
                    ) : (
                      <Money microUsd={microUsd} minDigits={6} />
                    )}
                  </Td>
                );
              })}
              <Td numeric>
                <b>
                  <Money microUsd={slice.totalMicroUsd} minDigits={6} />
                </b>
              </Td>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

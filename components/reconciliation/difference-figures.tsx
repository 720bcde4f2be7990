// The sums above the rows, and what they leave out: days of which no file tells, names that the catalog does not know.
import type { ReconciliationShape } from '@/lib/contract/reconciliation';
import { formatCount, plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { formatUtcDay } from '@/lib/format/time';
import { Figure } from '../ui/figure';
import { countDifference, moneyDifference, shareDifference } from './difference-words';

const MOST_NAMED = 8;

export function DifferenceFigures({ comparison }: { comparison: ReconciliationShape }) {
  const { cost, tokens, estimatedMicroUsd, uncovered, unknownModels } = comparison;
  if (cost === null && tokens === null && uncovered.days.length === 0) return null;
  const money = (microUsd: number | undefined) => (microUsd === undefined ? '–' : formatMicroUsd(microUsd));
  return (
    <>
      {(cost !== null || tokens !== null) && (
        <div className="flex flex-wrap gap-x-9 gap-y-3 px-4 pt-3.5 pb-3 max-md:px-3">
          <Figure
            value={money(cost?.bulkhead)}
            label={
              estimatedMicroUsd > 0
                ? `counted here, ${formatMicroUsd(estimatedMicroUsd)} of it estimated`
                : 'counted here'
            }
          />
          <Figure value={money(cost?.provider)} label={cost === null ? 'no file tells cost' : 'billed'} />
          <Figure
            value={moneyDifference(cost?.difference ?? null)}
            label={labelOf('difference', cost?.share ?? null)}
          />
          {cost !== null && cost.onlyBulkhead + cost.onlyProvider > 0 && (
            <Figure
              value={`${formatMicroUsd(cost.onlyBulkhead)} / ${formatMicroUsd(cost.onlyProvider)}`}
              label="only here / only billed"
            />
          )}
          <Figure
            value={countDifference(tokens?.difference ?? null)}
            label={
              tokens === null ? (
                'no file tells tokens'
              ) : (
                <span
                  title={`${formatCount(tokens.provider)} of the provider, ${formatCount(tokens.bulkhead)} here`}
                >
                  {labelOf('tokens', tokens.share)}
                </span>
              )
            }
          />
        </div>
      )}
      {uncovered.days.length > 0 && (
        <p className="px-4 pb-2 text-xs text-muted first:pt-3 max-md:px-3">
          {`No file tells of ${plural(uncovered.days.length, 'day')} with calls, which cost ${formatMicroUsd(uncovered.costMicroUsd)} here: ${listOf(uncovered.days.map((day) => formatUtcDay(day)))}.`}
        </p>
      )}
      {unknownModels.length > 0 && (
        <p className="px-4 pb-2 text-xs text-muted max-md:px-3">
          {`Not in the catalog: ${listOf(unknownModels)}. Names are matched with the “model” of each model there.`}
        </p>
      )}
    </>
  );
}

const labelOf = (name: string, share: number | null) =>
  share === null ? name : `${name}, ${shareDifference(share)}`;

function listOf(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`;
}

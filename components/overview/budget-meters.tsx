// What is spent and held of each budget against its limit, the most used first; each leads to its budget on Spend.
import Link from 'next/link';
import type { OverviewShape } from '@/lib/contract/overview';
import { budgetId } from '@/lib/domain/budget';
import { plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { routes } from '@/lib/routes';
import { BudgetMeter } from '../spend/budget-meter';
import { PERIOD_NAMES } from '../spend/budget-words';
import { Legend, type LegendItem } from '../ui/legend';
import { MeterSign } from '../ui/meter';

const SHOWN_MOST = 5;
const SIGNS: readonly LegendItem[] = (['spent', 'held', 'forecast', 'limit'] as const).map((label) => ({
  sign: <MeterSign of={label} />,
  label,
}));

export function BudgetMeters({ budgets }: { budgets: OverviewShape['budgets'] }) {
  const shown = budgets.mostUsed.slice(0, SHOWN_MOST);
  const more = budgets.set - shown.length;
  return (
    <div className="px-4 pb-3 max-md:px-3">
      <ul aria-label="Budgets" className="mb-2">
        {shown.map((budget) => (
          <MeterLine key={budgetId(budget)} budget={budget} />
        ))}
      </ul>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <Legend items={SIGNS} />
        {more > 0 && (
          <Link href={routes.spend()} className="text-xs text-muted hover:text-ink">
            {`${plural(more, 'budget')} more`}
          </Link>
        )}
      </div>
    </div>
  );
}

function MeterLine({ budget }: { budget: OverviewShape['budgets']['mostUsed'][number] }) {
  const { scope, period, spentMicroUsd, limitMicroUsd } = budget;
  return (
    <li>
      <Link
        href={routes.spend({ budget: budgetId(budget) })}
        className="-mx-2 block rounded-md px-2 pt-[5px] pb-[9px] transition-colors hover:bg-hover"
      >
        <span className="mb-[6px] flex items-baseline gap-2 text-xs">
          <span className="mono min-w-0 truncate">{scope}</span>
          <span className="flex-1 text-muted">{PERIOD_NAMES[period]}</span>
          <span className="whitespace-nowrap">
            <b>{formatMicroUsd(spentMicroUsd)}</b>
            <span className="text-muted">{` of ${formatMicroUsd(limitMicroUsd)}`}</span>
          </span>
        </span>
        <BudgetMeter budget={budget} />
      </Link>
    </li>
  );
}

// The figures above the chart: this day, this month, the period, and what caching did to its input.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { HoldShape } from '@/lib/contract/budget';
import type { Page } from '@/lib/contract/page';
import type { SpendShape } from '@/lib/contract/spend';
import { formatCount, formatPercent, plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { holdsOptions } from '@/lib/query/budgets';
import { messageOf } from '@/lib/query/problem-error';
import { spendOptions } from '@/lib/query/spend';
import { StaleBanner } from '../shell/load-error';
import { useTrouble } from '../shell/use-trouble';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { Figure } from '../ui/figure';
import { dayOf } from './spend-period';
import { monthQuestion } from './spend-questions';

const MONTH_NAME = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' });

export type SpendFiguresProps = { nowMs: number; spend: SpendShape | undefined; period: string };

export function SpendFigures({ nowMs, spend, period }: SpendFiguresProps) {
  const query = useQuery(spendOptions(monthQuestion(nowMs)));
  const held = useQuery(holdsOptions()).data;
  const holds = held?.items;
  const trouble = useTrouble(query);
  const month = query.data;
  const today = dayOf(nowMs).slice(0, 10);
  const todayMicroUsd = month?.rows.find((row) => row.day === today)?.costMicroUsd ?? 0;
  const money = (microUsd: number | undefined) => (microUsd === undefined ? '–' : formatMicroUsd(microUsd));
  const total = spend?.total;
  const cached =
    total === undefined || total.inputTokens === 0 ? null : total.cachedInputTokens / total.inputTokens;
  return (
    <>
      <div className="flex flex-wrap gap-x-9 gap-y-3 px-4 pt-3.5 pb-3 max-md:px-3">
        <Figure value={money(month === undefined ? undefined : todayMicroUsd)} label="today" />
        <Figure value={money(month?.total.costMicroUsd)} label={MONTH_NAME.format(nowMs)} />
        <Figure value={money(total?.costMicroUsd)} label={period} />
        <Figure
          value={money(holds?.reduce((sum, { heldMicroUsd }) => sum + heldMicroUsd, 0))}
          label={heldLabel(held)}
        />
        <Figure
          value={cached === null ? '–' : formatPercent(cached)}
          label={
            <span
              title={
                total === undefined
                  ? undefined
                  : `${formatCount(total.cachedInputTokens)} of ${formatCount(total.inputTokens)} input tokens`
              }
            >
              of input read from cache
            </span>
          }
        />
      </div>
      {month === undefined && trouble !== undefined && (
        <Banner
          state="failed"
          title="Today and this month could not be loaded."
          actions={
            <Button size="sm" pending={query.isFetching} onClick={() => void query.refetch()}>
              Ask again
            </Button>
          }
        >
          {messageOf(trouble)}
        </Banner>
      )}
      <StaleBanner query={query} />
    </>
  );
}

/** Of more calls than one list holds, the newest are summed, and that is said. */
function heldLabel(held: Page<HoldShape> | undefined): string {
  if (held === undefined) return 'held now';
  const calls = plural(held.items.length, 'call');
  return held.nextCursor === null ? `held now, ${calls}` : `held by the newest ${calls}`;
}

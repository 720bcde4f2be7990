// The figures above the chart: this day, this month, the period, and what caching did to its input.
'use client';
import { useQuery } from '@tanstack/react-query';
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
  const holds = useQuery(holdsOptions()).data?.items;
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
          label={`held now${holds === undefined ? '' : `, ${plural(holds.length, 'call')}`}`}
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

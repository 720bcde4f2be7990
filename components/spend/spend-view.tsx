// The spend page: figures, the stacks of a period, who spends most, what a success costs, the dearest runs. What is looked at stands in the URL.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { spendOptions } from '@/lib/query/spend';
import { routes } from '@/lib/routes';
import { LoadError, StaleBanner } from '../shell/load-error';
import { useTrouble } from '../shell/use-trouble';
import { ButtonLink } from '../ui/button-link';
import { PageHead } from '../ui/page-head';
import { useServerClock } from '../ui/server-clock';
import { SkeletonRows } from '../ui/skeleton';
import { ToggleGroup } from '../ui/toggle-group';
import { AlertsSection } from './alerts-section';
import { BudgetsSection } from './budgets-section';
import { CacheSavings } from './cache-savings';
import { CostOfFailure } from './cost-of-failure';
import { Estimates } from './estimates';
import { ExportMenu } from './export-menu';
import { MoneyNote } from './money-note';
import { RoutedSpend } from './routed-spend';
import { SpendFigures } from './spend-figures';
import { SpendOverTime } from './spend-over-time';
import { type SpendChoice, spendParsers } from './spend-params';
import { PERIOD_WORDS, slicesOf } from './spend-period';
import { stacksQuestion } from './spend-questions';
import { TaskCosts } from './task-costs';
import { TopRuns } from './top-runs';
import { WhoSpends } from './who-spends';

const HOUR_MS = 3_600_000;
const KEYS = [
  { value: 'agent', label: 'Agent' },
  { value: 'model', label: 'Model' },
  { value: 'tool', label: 'Tool' },
  { value: 'label', label: 'Label' },
  { value: 'status', label: 'Status' },
] as const;
const PERIODS = [
  { value: '24h', label: '24 h' },
  { value: '14d', label: '14 d' },
  { value: 'month', label: 'Month' },
] as const;

export function SpendView() {
  const [{ by, period, of, at, budget, alert }, set] = useQueryStates(spendParsers);
  const hour = useServerClock((nowMs) => Math.floor(nowMs / HOUR_MS));
  const slices = useMemo(() => slicesOf(period, hour * HOUR_MS), [period, hour]);
  const question = stacksQuestion(by, slices);
  const query = useQuery(spendOptions(question));
  const trouble = useTrouble(query);
  const choice: SpendChoice = { by, period, of, at: at?.toISOString() ?? null };
  // A pick is a step that Back undoes; other ways to look at the same are not.
  const pick = (of: string | null, at: string | null): void =>
    void set({ of, at: at === null ? null : new Date(at) }, { history: 'push' });
  return (
    <>
      <PageHead
        title="Spend"
        sub="days in UTC"
        actions={
          <>
            <ButtonLink href={routes.reconciliation()}>Reconciliation</ButtonLink>
            <ExportMenu question={question} />
          </>
        }
      />
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 max-md:px-3">
        <ToggleGroup
          label="Stacked by"
          options={KEYS}
          value={by}
          onValueChange={(next) => void set({ by: next, of: null, at: null })}
        />
        <ToggleGroup
          label="Period"
          options={PERIODS}
          value={period}
          onValueChange={(next) => void set({ period: next, at: null })}
        />
      </div>
      <StaleBanner query={query} />
      <div className="grid min-h-[calc(100%-96px)] grid-cols-[minmax(0,1fr)_384px] max-lg:grid-cols-1">
        <div className="min-w-0">
          <SpendFigures nowMs={hour * HOUR_MS} spend={query.data} period={PERIOD_WORDS[period]} />
          {query.data === undefined ? (
            trouble === undefined ? (
              <SkeletonRows rows={9} label="Loading: spend" />
            ) : (
              <LoadError what="What was spent" error={trouble} query={query} />
            )
          ) : (
            <>
              <SpendOverTime
                rows={query.data.rows}
                totalMicroUsd={query.data.total.costMicroUsd}
                slices={slices}
                choice={choice}
                onPick={pick}
              />
              <WhoSpends slices={slices} by={by} total={query.data.total} chosen={of} onPick={pick} />
              {by === 'model' && <Estimates slices={slices} />}
            </>
          )}
          <AlertsSection chosen={alert} />
          <BudgetsSection chosen={budget} />
          <MoneyNote />
        </div>
        <div className="border-l border-line bg-surface max-lg:border-t max-lg:border-l-0">
          <TaskCosts slices={slices} period={PERIOD_WORDS[period]} />
          <CostOfFailure slices={slices} period={PERIOD_WORDS[period]} total={query.data?.total} />
          <CacheSavings slices={slices} choice={choice} />
          <RoutedSpend period={PERIOD_WORDS[period]} total={query.data?.total} />
          <TopRuns slices={slices} choice={choice} onClear={() => pick(null, null)} />
        </div>
      </div>
    </>
  );
}

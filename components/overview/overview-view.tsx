// The overview: what needs a person now, then how it went. Asks once for everything; each part below draws its own.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { OVERVIEW_PERIODS, type OverviewShape } from '@/lib/contract/overview';
import { formatCount } from '@/lib/format/count';
import { overviewOptions } from '@/lib/query/console';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { useStartRun } from '../runs/start-run';
import { LoadError, StaleBanner } from '../shell/load-error';
import { useTrouble } from '../shell/use-trouble';
import { Button } from '../ui/button';
import { cx } from '../ui/class-names';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { Seam } from '../ui/seam';
import { ToggleGroup } from '../ui/toggle-group';
import { BudgetMeters } from './budget-meters';
import { FirstRun } from './first-run';
import { NeedsPerson } from './needs-person';
import { OverviewSkeleton } from './overview-skeleton';
import { OverviewTiles } from './overview-tiles';
import { ShutBreakers } from './shut-breakers';
import { shutSentence } from './shut-breakers-words';
import { SpendToday } from './spend-today';
import { Throughput } from './throughput';
import { nothingHasRun } from './urgent-rows';

const PERIODS = [
  { value: '1h', label: '1 h' },
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
] as const;

export function OverviewView() {
  const [period, setPeriod] = useQueryState(
    'period',
    parseAsStringLiteral(OVERVIEW_PERIODS).withDefault('24h'),
  );
  const query = useQuery(overviewOptions(period));
  const trouble = useTrouble(query);
  const startRun = useStartRun();
  const mayStart = useMay('runs:write');
  const overview = query.data;
  const first = overview !== undefined && nothingHasRun(overview);
  return (
    <>
      <PageHead
        title="Overview"
        sub={overview === undefined ? undefined : first ? 'nothing has run yet' : runsSentence(overview)}
        actions={
          first || overview === undefined ? undefined : (
            <span className="flex items-center gap-2.5">
              <ToggleGroup label="Period" options={PERIODS} value={period} onValueChange={setPeriod} />
              {mayStart && (
                <Button
                  icon={<Icon of={Plus} />}
                  keyHint="N"
                  className="max-md:hidden"
                  onClick={() => startRun('*')}
                >
                  Start a run
                </Button>
              )}
            </span>
          )
        }
      />
      <StaleBanner query={query} />
      {overview === undefined ? (
        trouble === undefined ? (
          <OverviewSkeleton />
        ) : (
          <LoadError what="The overview" error={trouble} query={query} />
        )
      ) : first ? (
        <FirstRun mayStart={mayStart} onStart={startRun} />
      ) : (
        <Sheet overview={overview} period={period} />
      )}
    </>
  );
}

function Sheet({ overview, period }: { overview: OverviewShape; period: (typeof OVERVIEW_PERIODS)[number] }) {
  return (
    <>
      <OverviewTiles overview={overview} period={period} />
      <div
        className={cx(
          'grid grid-cols-[minmax(0,1fr)_368px] max-lg:grid-cols-1',
          overview.budgets.set > 0 ? 'min-h-[calc(100%-240px)]' : 'min-h-[calc(100%-147px)]',
        )}
      >
        <div className="min-w-0">
          <NeedsPerson overview={overview} />
          <Throughput
            period={overview.period}
            action={<Link href={routes.runs({ since: period })}>Runs of this period</Link>}
          />
        </div>
        <div className="border-l border-line bg-surface max-lg:border-t max-lg:border-l-0">
          <Seam
            title="Spend today"
            note="since 00:00 UTC"
            action={<Link href={routes.spend()}>Spend over time</Link>}
          >
            {overview.budgets.set > 0 && <BudgetMeters budgets={overview.budgets} />}
            <SpendToday spend={overview.spend} />
          </Seam>
          {overview.breakers.shut.length > 0 && (
            <Seam
              title="Breakers"
              note={shutSentence(overview.breakers)}
              action={<Link href={routes.breakers()}>All breakers</Link>}
            >
              <ShutBreakers shut={overview.breakers.shut} />
            </Seam>
          )}
        </div>
      </div>
    </>
  );
}

/** "32 running, 21 waiting, 6 queued"; only what there is. */
function runsSentence({ runs }: OverviewShape): string {
  const parts = (['running', 'waiting', 'queued'] as const)
    .filter((status) => runs[status] > 0)
    .map((status) => `${formatCount(runs[status])} ${status}`);
  return parts.length === 0 ? 'nothing is running' : parts.join(', ');
}

// The list of runs: filters in the URL, rows that keep coming as one scrolls, the keys that walk them.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { runsListOptions } from '@/lib/query/runs';
import { useMay } from '../account/use-me';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { serverNowMs } from '../ui/server-clock';
import { FilterBar } from './filter-bar';
import { isFiltered, type RunFilterValues, runFilterParsers, runsQueryOf } from './run-filters';
import { RunsTable } from './runs-table';
import { useStartRun } from './start-run';

export function RunsView() {
  const [values, setValues] = useQueryStates(runFilterParsers);
  const change = (part: Partial<RunFilterValues>): void => void setValues(part);
  // A period is counted from when it was chosen: a list whose beginning moved each second would never be the same list.
  const filter = useMemo(() => runsQueryOf(values, serverNowMs()), [values]);
  const query = useInfiniteQuery(runsListOptions(filter));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const startRun = useStartRun();
  const mayStart = useMay('runs:write');
  const start = (
    <Button variant="primary" icon={<Icon of={Plus} />} keyHint="N" onClick={() => startRun('*')}>
      Start a run
    </Button>
  );
  return (
    <div className="flex h-full flex-col">
      <PageHead title="Runs" actions={mayStart ? start : undefined} />
      <FilterBar values={values} onChange={change} shown={rows.length} more={query.hasNextPage} />
      <StaleBanner query={query} />
      {query.data === undefined ? (
        <Loading what="The runs" query={query} rows={14} />
      ) : rows.length === 0 ? (
        isFiltered(values) ? (
          <EmptyState
            title="No run matches"
            icon={<Glyph name="runs" />}
            action={
              <Button
                onClick={() => change({ status: null, agent: null, q: null, since: null, until: null })}
              >
                Clear the filters
              </Button>
            }
          >
            Runs exist or may come that these filters leave out.
          </EmptyState>
        ) : (
          <EmptyState title="Nothing has run yet" icon={<Glyph name="runs" />}>
            Runs stand here as soon as the first one is started, newest first.
          </EmptyState>
        )
      ) : (
        <RunsTable
          rows={rows}
          stale={query.isPlaceholderData}
          loadingMore={query.isFetchingNextPage}
          onNearEnd={query.hasNextPage && !query.isFetching ? () => void query.fetchNextPage() : undefined}
        />
      )}
    </div>
  );
}

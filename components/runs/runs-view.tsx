// The list of runs: filters in the URL, rows that keep coming as one scrolls, what is chosen and what is done with it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { runCountOptions } from '@/lib/query/runs';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { BulkHistory } from '../bulk/bulk-history';
import { BulkProgress } from '../bulk/bulk-progress';
import { RedecideRunsDialog } from '../redecide/redecide-runs-dialog';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { serverNowMs } from '../ui/server-clock';
import { SavedViews } from '../views/saved-views';
import { FilterBar } from './filter-bar';
import { ListMenus } from './list-menus';
import { HIDDEN_AT_FIRST, OPTIONAL_COLUMNS } from './run-columns';
import { isFiltered, NO_FILTERS, type RunFilterValues, runFilterParsers, runsQueryOf } from './run-filters';
import { allMatching, NONE_SELECTED } from './run-selection';
import { RunsTable } from './runs-table';
import { SelectionBar } from './selection-bar';
import { useStartRun } from './start-run';
import { useRunList } from './use-run-list';

const hiddenParam = parseAsArrayOf(parseAsStringLiteral(OPTIONAL_COLUMNS)).withDefault([...HIDDEN_AT_FIRST]);
const historyParam = parseAsString.withOptions({ history: 'push' });

export function RunsView() {
  const [values, setValues] = useQueryStates(runFilterParsers);
  const [hidden, setHidden] = useQueryState('hide', hiddenParam);
  const [history, setHistory] = useQueryState('bulk', historyParam);
  const [selection, setSelection] = useState(NONE_SELECTED);
  const [redeciding, setRedeciding] = useState(false);
  const [started, setStarted] = useState<readonly string[]>([]);
  const change = (part: Partial<RunFilterValues>): void => {
    setSelection(NONE_SELECTED);
    // What is typed on is one search, not a place to go back to for each letter.
    void setValues(part, { history: part.q != null && values.q !== null ? 'replace' : 'push' });
  };
  // A period is counted from when it was chosen: a list whose beginning moved each second would never be the same list.
  const filter = useMemo(() => runsQueryOf(values, serverNowMs()), [values]);
  const filtered = isFiltered(values);
  const list = useRunList(filter);
  const count = useQuery(runCountOptions(filter)).data?.count;
  const startRun = useStartRun();
  const mayAct = useMay('runs:write');
  const { newest, rows } = list;
  const start = (
    <Button variant="primary" icon={<Icon of={Plus} />} keyHint="N" onClick={() => startRun('*')}>
      Start a run
    </Button>
  );
  return (
    <div className="relative flex h-full flex-col">
      <PageHead title="Runs" actions={mayAct ? start : undefined}>
        <SavedViews page="runs" path={routes.runs()} all="All runs" />
      </PageHead>
      <FilterBar values={values} onChange={change} count={count}>
        <ListMenus
          filter={filter}
          hidden={hidden}
          onHide={(next) => void setHidden(next)}
          onHistory={() => void setHistory('*')}
          onRedecide={filtered ? () => setRedeciding(true) : undefined}
        />
      </FilterBar>
      <BulkProgress own={started} onDetails={(id) => void setHistory(id)} />
      <StaleBanner query={newest} />
      {newest.data === undefined ? (
        <Loading what="The runs" query={newest} rows={14} />
      ) : rows.length === 0 ? (
        filtered ? (
          <EmptyState
            title="No run matches"
            icon={<Glyph name="runs" />}
            action={<Button onClick={() => change(NO_FILTERS)}>Clear the filters</Button>}
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
          list={list}
          hidden={hidden}
          selection={selection}
          onSelect={mayAct ? setSelection : undefined}
        />
      )}
      <SelectionBar
        selection={selection}
        onSelect={setSelection}
        rows={rows}
        matching={filtered ? count : undefined}
        onSelectAll={() =>
          setSelection(allMatching(rows.ids(), filter, new Date(serverNowMs()).toISOString()))
        }
        onStarted={(id) => setStarted([...started, id])}
      />
      {redeciding && (
        <RedecideRunsDialog filter={filter} count={count} onClose={() => setRedeciding(false)} />
      )}
      {history !== null && (
        <BulkHistory
          open={history}
          onOpen={(id) => void setHistory(id, { history: 'replace' })}
          onClose={() => void setHistory(null, { history: 'replace' })}
        />
      )}
    </div>
  );
}

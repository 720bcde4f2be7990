// What a provider bills beside what was counted here: figures, rows by day and model, the files that were imported. What is looked at stands in the URL.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { reconciliationOptions, usageImportsOptions } from '@/lib/query/reconciliation';
import { useMay } from '../account/use-me';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { Chip } from '../ui/chip';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { useServerClock } from '../ui/server-clock';
import { ToggleGroup } from '../ui/toggle-group';
import { DaysNote } from './days-note';
import { DifferenceFigures } from './difference-figures';
import { DifferenceTable } from './difference-table';
import { ExportMenu } from './export-menu';
import { ImportDialog } from './import-dialog';
import { ImportsSection } from './imports-section';
import { NoImports } from './no-imports';
import { daysOf, daysWords, ownDays, type ReconciledDays } from './reconciled-days';
import { reconciliationParsers } from './reconciliation-params';

const DAY_MS = 86_400_000;
const PERIODS = [
  { value: 'month', label: 'Month' },
  { value: 'last', label: 'Last month' },
  { value: '30d', label: '30 d' },
  { value: '90d', label: '90 d' },
] as const;
const ROWS = [
  { value: 'all', label: 'All' },
  { value: 'differing', label: 'Differing' },
] as const;

export function ReconciliationView() {
  const [choice, set] = useQueryStates(reconciliationParsers);
  const [importing, setImporting] = useState(false);
  const today = useServerClock((nowMs) => Math.floor(nowMs / DAY_MS));
  const days = daysOf(choice, today * DAY_MS);
  const own = ownDays(choice);
  const query = useQuery(reconciliationOptions(days));
  const imports = useQuery(usageImportsOptions());
  const mayImport = useMay('budgets:write');
  const look = (next: ReconciledDays): void => void set({ ...next }, { history: 'push' });
  const isEmpty = imports.data?.items.length === 0;
  return (
    <>
      <PageHead
        title="Reconciliation"
        sub="days in UTC"
        actions={
          <>
            {!isEmpty && <ExportMenu days={days} />}
            {mayImport && !isEmpty && (
              <Button variant="primary" icon={<Icon of={Upload} />} onClick={() => setImporting(true)}>
                Import
              </Button>
            )}
          </>
        }
      />
      {isEmpty ? (
        <NoImports mayImport={mayImport} onImport={() => setImporting(true)} />
      ) : (
        <>
          <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 max-md:px-3">
            <ToggleGroup
              label="Period"
              options={PERIODS}
              value={choice.period}
              onValueChange={(period) => void set({ period, from: null, to: null })}
            />
            <ToggleGroup
              label="Rows"
              options={ROWS}
              value={choice.rows}
              onValueChange={(rows) => void set({ rows })}
            />
            {own !== null && (
              <Chip name="days" onRemove={() => void set({ from: null, to: null })}>
                {daysWords(own)}
              </Chip>
            )}
          </div>
          <StaleBanner query={query} />
          {query.data === undefined ? (
            <Loading what="The difference" query={query} rows={9} />
          ) : (
            <div className={query.isPlaceholderData ? 'opacity-60' : ''}>
              <DifferenceFigures comparison={query.data} />
              <DifferenceTable comparison={query.data} isNarrowed={choice.rows === 'differing'} />
            </div>
          )}
          <ImportsSection query={imports} shown={days} onLook={look} mayWithdraw={mayImport} />
          <DaysNote />
        </>
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} onImported={look} />}
    </>
  );
}

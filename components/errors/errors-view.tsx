// What fails, by cause, or one cause with what can be done about it. What is shown stands in the URL.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { fingerprint } from '@/lib/domain/dead-letter';
import { agentsOptions } from '@/lib/query/configuration';
import { errorsExportPath } from '@/lib/query/errors';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { PageHead } from '../ui/page-head';
import { SearchField } from '../ui/search-field';
import { Select } from '../ui/select';
import { ToggleGroup } from '../ui/toggle-group';
import { ErrorList } from './error-list';
import { ErrorPane } from './error-pane';
import { ERROR_PERIODS, useErrorsView } from './use-errors-view';

const ANY = 'any';
const SORTS = [
  { value: 'lastSeen', label: 'Last seen' },
  { value: 'count', label: 'How often' },
  { value: 'runs', label: 'Runs' },
] as const;
const PLAIN = '[&_label]:sr-only [&>div:first-child]:mb-0';

export function ErrorsView() {
  const { group, period, agent, q, sort, filter, setView } = useErrorsView();
  const { data } = useQuery(agentsOptions());
  const names = new Set([...(data?.items.map(({ name }) => name) ?? []), ...(agent === null ? [] : [agent])]);
  const one = fingerprint.safeParse(group).data;
  const take = (format: 'csv' | 'json') => () => window.location.assign(errorsExportPath(filter, format));
  return (
    <div className="relative flex h-full flex-col">
      <PageHead title="Errors" sub="what fails, by cause, also where a retry made it good" />
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 text-xs max-md:px-3">
        <ToggleGroup
          label="Period"
          value={period}
          onValueChange={(next) => void setView({ period: next })}
          options={ERROR_PERIODS.map((value) => ({ value, label: value === 'all' ? 'All' : value }))}
        />
        {one === undefined && (
          <>
            <Select
              label="Agent"
              className={PLAIN}
              value={agent ?? ANY}
              onValueChange={(next) => void setView({ agent: next === ANY ? null : next })}
              options={[
                { value: ANY, label: 'Any agent' },
                ...[...names].sort().map((name) => ({ value: name, label: name })),
              ]}
            />
            <Select
              label="Sorted by"
              className={PLAIN}
              value={sort}
              onValueChange={(next) =>
                void setView({ sort: SORTS.find(({ value }) => value === next)?.value ?? null })
              }
              options={SORTS}
            />
            <SearchField
              label="Search errors"
              value={q ?? ''}
              onValueChange={(text) => void setView({ q: text === '' ? null : text }, { history: 'replace' })}
            />
            <span className="ml-auto">
              <DropdownMenu
                trigger={
                  <IconButton label="Export what is filtered" tooltip={false}>
                    <Icon of={Download} />
                  </IconButton>
                }
              >
                <MenuItem onSelect={take('csv')}>Export as CSV</MenuItem>
                <MenuItem onSelect={take('json')}>Export as JSON</MenuItem>
              </DropdownMenu>
            </span>
          </>
        )}
      </div>
      {one === undefined ? <ErrorList /> : <ErrorPane key={one} fingerprint={one} />}
    </div>
  );
}

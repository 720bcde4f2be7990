// What is done with the list as it is filtered: take it away as a file, choose its columns, look at bulk actions of late.
'use client';
import { Columns3, Download, GitCompareArrows, History } from 'lucide-react';
import type { RunsFilter } from '@/lib/query/query-keys';
import { runsExportPath } from '@/lib/query/runs';
import { Checkbox } from '../ui/checkbox';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { Popover } from '../ui/popover';
import { lookOf, OPTIONAL_COLUMNS, type OptionalColumn } from './run-columns';

export type ListMenusProps = {
  filter: RunsFilter;
  hidden: readonly OptionalColumn[];
  onHide: (hidden: OptionalColumn[]) => void;
  onHistory: () => void;
  /** Absent where nothing is filtered. */
  onRedecide: (() => void) | undefined;
};

export function ListMenus({ filter, hidden, onHide, onHistory, onRedecide }: ListMenusProps) {
  const take = (format: 'csv' | 'json') => () => window.location.assign(runsExportPath(filter, format));
  return (
    <span className="flex gap-1">
      {onRedecide !== undefined && (
        <IconButton label="Decide what is filtered anew" onClick={onRedecide}>
          <Icon of={GitCompareArrows} />
        </IconButton>
      )}
      <IconButton label="Bulk actions of late" onClick={onHistory}>
        <Icon of={History} />
      </IconButton>
      <Popover
        label="Columns"
        align="end"
        trigger={
          <IconButton label="Columns" tooltip={false} className="max-md:hidden">
            <Icon of={Columns3} />
          </IconButton>
        }
      >
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 text-xs font-medium">Columns</legend>
          {OPTIONAL_COLUMNS.map((id) => (
            <Checkbox
              key={id}
              checked={!hidden.includes(id)}
              onCheckedChange={(on) =>
                onHide(OPTIONAL_COLUMNS.filter((one) => (one === id ? !on : hidden.includes(one))))
              }
            >
              {lookOf(id).title}
            </Checkbox>
          ))}
        </fieldset>
      </Popover>
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
  );
}

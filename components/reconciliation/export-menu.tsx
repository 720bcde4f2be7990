// The difference as a file: the rows of the days that are looked at, whatever of them is shown.
'use client';
import { Download } from 'lucide-react';
import { reconciliationFile } from '@/lib/query/reconciliation';
import { Button } from '../ui/button';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';
import type { ReconciledDays } from './reconciled-days';

export function ExportMenu({ days }: { days: ReconciledDays }) {
  const take = (format: 'csv' | 'json') => () => window.location.assign(reconciliationFile(days, format));
  return (
    <DropdownMenu
      trigger={
        <Button icon={<Icon of={Download} />} className="max-md:hidden">
          Export
        </Button>
      }
    >
      <MenuItem onSelect={take('csv')}>Export as CSV</MenuItem>
      <MenuItem onSelect={take('json')}>Export as JSON</MenuItem>
    </DropdownMenu>
  );
}

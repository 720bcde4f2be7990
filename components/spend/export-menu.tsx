// What is looked at as a file: the rows that the chart is drawn from.
'use client';
import { Download } from 'lucide-react';
import type { SpendQuestion } from '@/lib/query/query-keys';
import { spendFile } from '@/lib/query/spend';
import { Button } from '../ui/button';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';

export function ExportMenu({ question }: { question: SpendQuestion }) {
  const take = (format: 'csv' | 'json') => () => window.location.assign(spendFile(question, format));
  return (
    <DropdownMenu trigger={<Button icon={<Icon of={Download} />}>Export</Button>}>
      <MenuItem onSelect={take('csv')}>Export as CSV</MenuItem>
      <MenuItem onSelect={take('json')}>Export as JSON</MenuItem>
    </DropdownMenu>
  );
}

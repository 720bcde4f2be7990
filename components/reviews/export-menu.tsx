// What is looked at as a file: the figures of this very question.
'use client';
import { Download } from 'lucide-react';
import { Button } from '../ui/button';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';

export function ExportMenu({ fileOf }: { fileOf: (format: 'csv' | 'json') => string }) {
  const take = (format: 'csv' | 'json') => () => window.location.assign(fileOf(format));
  return (
    <DropdownMenu trigger={<Button icon={<Icon of={Download} />}>Export</Button>}>
      <MenuItem onSelect={take('csv')}>Export as CSV</MenuItem>
      <MenuItem onSelect={take('json')}>Export as JSON</MenuItem>
    </DropdownMenu>
  );
}

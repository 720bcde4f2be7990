// Takes the run as evidence: a page for people, or lines that are checked without a database.
'use client';
import { Download } from 'lucide-react';
import { evidencePath } from '@/lib/query/audit';
import { useMay } from '../account/use-me';
import { Button } from '../ui/button';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';

export function EvidenceMenu({ runId }: { runId: string }) {
  const may = useMay('audit:read');
  if (!may) return null;
  const take = (format: 'html' | 'jsonl') => () => window.location.assign(evidencePath(runId, format));
  return (
    <DropdownMenu
      trigger={
        <Button size="sm" icon={<Icon of={Download} />}>
          Evidence
        </Button>
      }
    >
      <MenuItem onSelect={take('html')}>As a page that needs nothing else</MenuItem>
      <MenuItem onSelect={take('jsonl')}>As lines, to be checked by a program</MenuItem>
    </DropdownMenu>
  );
}

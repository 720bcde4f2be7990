// What narrows the queue and what was decided: one menu; the agents and tools that there are, not only those that are loaded.
'use client';
import { useQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { agentsOptions, toolsOptions } from '@/lib/query/configuration';
import type { ApprovalFilters } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { DropdownMenu, MenuChoice } from '../ui/dropdown-menu';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';

const ANY = 'any';
const SHOW = [
  { value: ANY, label: 'Everything that waits' },
  { value: 'soon', label: 'Expires within 15 minutes' },
  { value: 'unknown', label: 'Unknown outcomes' },
  { value: 'snoozed', label: 'Put off by you' },
] as const;

export type QueueFilterMenuProps = {
  filters: ApprovalFilters;
  onChange: (filters: ApprovalFilters) => void;
  loaded: readonly ApprovalShape[];
};

export function QueueFilterMenu({ filters, onChange, loaded }: QueueFilterMenuProps) {
  const agents = useQuery({ ...agentsOptions(), enabled: useMay('agents:read') }).data?.items ?? [];
  const tools = useQuery({ ...toolsOptions(), enabled: useMay('tools:read') }).data?.items ?? [];
  const choose = (name: 'show' | 'agent' | 'tool') => (value: string) => {
    const { [name]: _, ...rest } = filters;
    onChange(value === ANY ? rest : { ...rest, [name]: value });
  };
  const choice = (any: string, names: readonly (string | undefined)[]) => [
    { value: ANY, label: any },
    ...[...new Set(names)]
      .filter((name) => name !== undefined)
      .sort()
      .map((value) => ({ value, label: value })),
  ];
  return (
    <DropdownMenu
      trigger={
        <IconButton label="Filter the queue" tooltip={false}>
          <Icon of={ListFilter} />
        </IconButton>
      }
    >
      {filters.status !== 'decided' && (
        <MenuChoice label="Show" value={filters.show ?? ANY} options={SHOW} onValueChange={choose('show')} />
      )}
      <MenuChoice
        label="Agent"
        value={filters.agent ?? ANY}
        options={choice('Any agent', [
          filters.agent,
          ...agents.map(({ name }) => name),
          ...loaded.map(({ agent }) => agent),
        ])}
        onValueChange={choose('agent')}
      />
      <MenuChoice
        label="Tool"
        value={filters.tool ?? ANY}
        options={choice('Any tool', [
          filters.tool,
          ...tools.map(({ name }) => name),
          ...loaded.map(({ tool }) => tool),
        ])}
        onValueChange={choose('tool')}
      />
    </DropdownMenu>
  );
}

// Which letters: open, redriven or discarded, and of which agent.
'use client';
import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { agentsOptions } from '@/lib/query/configuration';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { Select } from '../ui/select';
import { ToggleGroup } from '../ui/toggle-group';
import { useLettersView } from './use-letters-view';

const ANY = 'any';

/** `onHistory`: the bulk actions of late are asked for. */
export function LettersFilter({ onHistory }: { onHistory: () => void }) {
  const { state, agent, setView } = useLettersView();
  const { data } = useQuery(agentsOptions());
  const names = new Set([...(data?.items.map(({ name }) => name) ?? []), ...(agent === null ? [] : [agent])]);
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 text-xs max-md:px-3">
      <ToggleGroup
        label="Which letters"
        value={state}
        onValueChange={(next) => void setView({ state: next })}
        options={[
          { value: 'open', label: 'Open' },
          { value: 'redriven', label: 'Redriven' },
          { value: 'discarded', label: 'Discarded' },
        ]}
      />
      <Select
        label="Agent"
        className="[&_label]:sr-only [&>div:first-child]:mb-0"
        value={agent ?? ANY}
        onValueChange={(next) => void setView({ agent: next === ANY ? null : next })}
        options={[
          { value: ANY, label: 'Any agent' },
          ...[...names].sort().map((name) => ({ value: name, label: name })),
        ]}
      />
      <IconButton label="Bulk actions of late" className="ml-auto" onClick={onHistory}>
        <Icon of={History} />
      </IconButton>
    </div>
  );
}

// The filters that are not typed: statuses, agent, period.
'use client';
import { useQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import { RUN_STATUSES } from '@/lib/domain/run';
import { agentsOptions } from '@/lib/query/configuration';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Icon } from '../ui/icon';
import { Popover } from '../ui/popover';
import { Select } from '../ui/select';
import { State } from '../ui/state';
import { type FilterProps, SINCE_PERIODS } from './run-filters';

const ANY = 'any';

export function FilterPopover({ values, onChange }: FilterProps) {
  const { data } = useQuery(agentsOptions());
  const statuses = values.status ?? [];
  const names = new Set([
    ...(data?.items.map((agent) => agent.name) ?? []),
    ...(values.agent === null ? [] : [values.agent]),
  ]);
  return (
    <Popover
      label="Filters"
      trigger={
        <Button variant="ghost" size="sm" icon={<Icon of={ListFilter} />} className="text-muted max-md:h-9">
          Filter
        </Button>
      }
    >
      <div className="grid w-64 gap-3">
        <fieldset>
          <legend className="mb-1.5 text-xs font-medium">Status</legend>
          <div className="grid grid-cols-2 gap-x-3 gap-y-2 max-md:gap-y-3.5">
            {RUN_STATUSES.map((status) => (
              <Checkbox
                key={status}
                checked={statuses.includes(status)}
                onCheckedChange={(on) => {
                  const next = RUN_STATUSES.filter((one) => (one === status ? on : statuses.includes(one)));
                  onChange({ status: next.length === 0 ? null : next });
                }}
              >
                <State state={status} />
              </Checkbox>
            ))}
          </div>
        </fieldset>
        <Select
          label="Agent"
          value={values.agent ?? ANY}
          onValueChange={(agent) => onChange({ agent: agent === ANY ? null : agent })}
          options={[
            { value: ANY, label: 'Any agent' },
            ...[...names].sort().map((name) => ({ value: name, label: name })),
          ]}
        />
        <Select
          label="Started"
          value={values.since ?? ANY}
          onValueChange={(since) => onChange({ since: since === ANY ? null : since, until: null })}
          options={[
            { value: ANY, label: 'At any time' },
            ...SINCE_PERIODS.map(({ value, label }) => ({ value, label: `In the ${label}` })),
          ]}
        />
      </div>
    </Popover>
  );
}

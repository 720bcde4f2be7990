// The filters that are not typed: who, which act, about what, since when.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import { AUDIT_ACTIONS, type AuditAction } from '@/lib/domain/audit';
import { usersOptions } from '@/lib/query/people';
import { useMay } from '../account/use-me';
import { SINCE_PERIODS } from '../runs/run-filters';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Popover } from '../ui/popover';
import { Select, type SelectOption } from '../ui/select';
import { type AuditFilterProps, ENTITY_KINDS } from './audit-filters';

const ANY = 'any';
const orNull = (value: string): string | null => (value === ANY ? null : value);

export function AuditFilterPopover({ values, onChange }: AuditFilterProps) {
  const { actor, action, entity, since } = values;
  const chosenAction = action?.length === 1 ? (action[0] ?? ANY) : ANY;
  return (
    <Popover
      label="Filters"
      trigger={
        <Button variant="ghost" size="sm" icon={<Icon of={ListFilter} />} className="text-muted max-md:h-9">
          Filter
        </Button>
      }
    >
      <div className="grid w-72 gap-3">
        <Select
          label="Who"
          value={actor ?? ANY}
          onValueChange={(next) => onChange({ actor: orNull(next) })}
          options={withChosen(useActors(), actor)}
        />
        <Select
          label="Act"
          value={chosenAction}
          onValueChange={(next) => onChange({ action: next === ANY ? null : [next as AuditAction] })} // safe because the options are the actions
          options={[
            { value: ANY, label: action !== null && action.length > 1 ? 'Several acts' : 'Any act' },
            ...AUDIT_ACTIONS.map((value) => ({ value, label: value })),
          ]}
        />
        <Select
          label="About"
          value={entity ?? ANY}
          onValueChange={(next) => onChange({ entity: orNull(next) })}
          options={withChosen(
            [
              { value: ANY, label: 'Anything' },
              ...ENTITY_KINDS.map(({ kind, label }) => ({ value: kind, label })),
            ],
            entity,
          )}
        />
        <Select
          label="When"
          value={since ?? ANY}
          onValueChange={(next) => onChange({ since: orNull(next), until: null })}
          options={withChosen(
            [
              { value: ANY, label: 'At any time' },
              ...SINCE_PERIODS.map(({ value, label }) => ({ value, label: `In the ${label}` })),
            ],
            since,
          )}
        />
      </div>
    </Popover>
  );
}

/** People where they may be listed; whoever may not can still follow a link or search by name. */
function useActors(): SelectOption[] {
  const mayList = useMay('people:write');
  const { data } = useInfiniteQuery({ ...usersOptions(), enabled: mayList });
  const people = data?.pages.flatMap((page) => page.items) ?? [];
  return [
    { value: ANY, label: 'Anybody' },
    ...people.map(({ email, name }) => ({ value: email, label: name, detail: email })),
    { value: 'runtime', label: 'Bulkhead itself' },
  ];
}

/** What a link chose is among the options, also where the list does not know it. */
function withChosen(options: SelectOption[], chosen: string | null): SelectOption[] {
  if (chosen === null || options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: chosen }];
}

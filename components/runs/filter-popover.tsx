// The filters that are not typed into the search: statuses, what is waited for, agent, label, trigger, period.
'use client';
import { useQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { RUN_STATUSES, TRIGGER_KINDS, WAITING_REASONS } from '@/lib/domain/run';
import { agentsOptions } from '@/lib/query/configuration';
import { TRIGGER_WORDS, WAITING_WORDS } from '../run/run-words';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Icon } from '../ui/icon';
import { Popover } from '../ui/popover';
import { Select } from '../ui/select';
import { State } from '../ui/state';
import { TextField } from '../ui/text-field';
import { DRY_CHOICES, type FilterProps, isLabel, SINCE_PERIODS } from './run-filters';

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
          label="Waiting for"
          value={only(values.waiting)}
          onValueChange={(value) => {
            const reason = WAITING_REASONS.find((known) => known === value);
            onChange({ waiting: reason === undefined ? null : [reason] });
          }}
          options={[
            { value: ANY, label: 'Anything or nothing' },
            ...WAITING_REASONS.map((value) => ({ value, label: WAITING_WORDS[value] })),
            ...several(values.waiting),
          ]}
        />
        <Select
          label="Agent"
          value={values.agent ?? ANY}
          onValueChange={(agent) => onChange({ agent: agent === ANY ? null : agent })}
          options={[
            { value: ANY, label: 'Any agent' },
            ...[...names].sort().map((name) => ({ value: name, label: name })),
          ]}
        />
        <LabelField label={values.label} onChange={onChange} />
        <ThreadField thread={values.thread} onChange={onChange} />
        <Select
          label="Started by"
          value={only(values.trigger)}
          onValueChange={(value) => {
            const kind = TRIGGER_KINDS.find((known) => known === value);
            onChange({ trigger: kind === undefined ? null : [kind] });
          }}
          options={[
            { value: ANY, label: 'Anything' },
            ...TRIGGER_KINDS.map((value) => ({ value, label: TRIGGER_WORDS[value] })),
            ...several(values.trigger),
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
        <Select
          label="Dry forks"
          value={values.dry ?? ANY}
          onValueChange={(value) => onChange({ dry: DRY_CHOICES.find((known) => known === value) ?? null })}
          options={[
            { value: ANY, label: 'Left out' },
            { value: 'with', label: 'Shown too' },
            { value: 'only', label: 'Alone' },
          ]}
        />
      </div>
    </Popover>
  );
}

/** A link may ask for several at once, which this form can't; it shows them as one choice. */
const only = (values: readonly string[] | null): string =>
  values === null || values.length === 0 ? ANY : values.join(', ');
const several = (values: readonly string[] | null) =>
  values === null || values.length < 2 ? [] : [{ value: only(values), label: only(values) }];

/** Asked for on Enter and when the field is left: half a label finds nothing. */
function LabelField({ label, onChange }: { label: string | null; onChange: FilterProps['onChange'] }) {
  const [text, setText] = useState(label ?? '');
  const wrong = text !== '' && !isLabel(text);
  const hand = (): void => {
    if (!wrong) onChange({ label: text === '' ? null : text });
  };
  return (
    <TextField
      label="Label"
      mono
      placeholder="team=support"
      value={text}
      error={wrong ? 'A name, =, and a value.' : undefined}
      onChange={(event) => setText(event.target.value)}
      onBlur={hand}
      onKeyDown={(event) => event.key === 'Enter' && hand()}
    />
  );
}

/** Asked for on Enter and when the field is left: a thread is found by its whole name. */
function ThreadField({ thread, onChange }: { thread: string | null; onChange: FilterProps['onChange'] }) {
  const [text, setText] = useState(thread ?? '');
  const hand = (): void => onChange({ thread: text.trim() === '' ? null : text.trim() });
  return (
    <TextField
      label="Thread"
      mono
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      onBlur={hand}
      onKeyDown={(event) => event.key === 'Enter' && hand()}
    />
  );
}

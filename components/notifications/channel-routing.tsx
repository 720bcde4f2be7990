// What a channel is told of: events, and what narrows them.
'use client';
import { CHANNEL_EVENTS } from '@/lib/domain/channel';
import { ROLES } from '@/lib/domain/principal';
import { Checkbox } from '../ui/checkbox';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import { BoxRow } from './box-row';
import type { ChannelForm } from './channel-form';
import { EVENT_WORDS } from './channel-words';

const SEVERITIES = [
  { value: 'info', label: 'All of them' },
  { value: 'warning', label: 'Warnings and critical ones' },
  { value: 'critical', label: 'Critical ones' },
] as const;

export function ChannelRouting({ draft, change, problem }: ChannelForm) {
  return (
    <>
      <BoxRow
        label="It is told when"
        options={CHANNEL_EVENTS.map((value) => ({ value, label: EVENT_WORDS[value] }))}
        chosen={draft.events}
        error={problem('/events')}
        onChange={(events) => change({ events })}
      />
      <BoxRow
        label="Of approvals for"
        options={ROLES.map((value) => ({ value, label: value }))}
        chosen={draft.roles}
        hint="None: whoever may decide."
        error={problem('/roles')}
        onChange={(roles) => change({ roles })}
      />
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <TextField
          label="Of these agents"
          mono
          spellCheck={false}
          placeholder="refund-agent, claims"
          value={draft.agents}
          error={problem('/agents')}
          hint="Empty: all."
          onChange={({ target }) => change({ agents: target.value })}
        />
        <TextField
          label="Of runs with the labels"
          mono
          spellCheck={false}
          placeholder="team=payments"
          value={draft.labels}
          error={problem('/labels')}
          hint="Empty: all."
          onChange={({ target }) => change({ labels: target.value })}
        />
      </div>
      {draft.events.includes('alert') && (
        <Select
          label="Of alerts"
          value={draft.leastSeverity}
          options={SEVERITIES}
          error={problem('/leastSeverity')}
          onValueChange={(value) =>
            change({ leastSeverity: SEVERITIES.find((one) => one.value === value)?.value ?? 'warning' })
          }
        />
      )}
      <Checkbox
        checked={draft.includeArguments}
        onCheckedChange={(includeArguments) => change({ includeArguments })}
      >
        Messages hold the arguments of a call, shortened and without secrets
      </Checkbox>
    </>
  );
}

// Quiet hours of a channel: what does not press waits until they are over.
'use client';
import { useMemo } from 'react';
import { WEEKDAYS, type Weekday } from '@/lib/domain/quiet-hours';
import { matchesZone, zoneNames } from '@/lib/format/zones';
import { Checkbox } from '../ui/checkbox';
import { SearchableSelect } from '../ui/searchable-select';
import { TextField } from '../ui/text-field';
import { BoxRow } from './box-row';
import type { ChannelForm } from './channel-form';

const DAY_WORDS: { readonly [D in Weekday]: string } = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
};

export function QuietFields({ draft, change, problem }: ChannelForm) {
  const { zone } = draft;
  const zones = useMemo(() => {
    const known = zoneNames();
    return known.includes(zone) ? known : [zone, ...known];
  }, [zone]);
  return (
    <div className="grid gap-3.5 border-t border-line-soft pt-3.5">
      <Checkbox checked={draft.quiet} onCheckedChange={(quiet) => change({ quiet })}>
        Quiet hours
      </Checkbox>
      {draft.quiet && (
        <>
          <div className="grid grid-cols-[1fr_1fr_2fr] gap-3 max-md:grid-cols-2">
            <TextField
              label="From"
              type="time"
              required
              value={draft.quietFrom}
              error={problem('/quietHours/from')}
              onChange={({ target }) => change({ quietFrom: target.value })}
            />
            <TextField
              label="To"
              type="time"
              required
              value={draft.quietTo}
              error={problem('/quietHours/to')}
              onChange={({ target }) => change({ quietTo: target.value })}
            />
            <SearchableSelect
              label="Zone"
              className="max-md:col-span-2"
              options={zones}
              value={zone}
              matches={matchesZone}
              searchLabel="A region or a city"
              error={problem('/quietHours/zone')}
              onValueChange={(next) => change({ zone: next })}
            />
          </div>
          <BoxRow
            label="Beginning on"
            options={WEEKDAYS.map((value) => ({ value, label: DAY_WORDS[value] }))}
            chosen={draft.days}
            error={problem('/quietHours/days')}
            onChange={(days) => change({ days })}
          />
          <Checkbox checked={draft.urgentPasses} onCheckedChange={(urgentPasses) => change({ urgentPasses })}>
            What presses is sent all the same: what soon expires, escalations, critical alerts
          </Checkbox>
          <p className="text-xs text-muted">
            What is held back is sent when they are over, if it still waits then.
          </p>
        </>
      )}
    </div>
  );
}

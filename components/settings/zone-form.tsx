// The zone in which days and months of budgets begin, and what another one means for the periods that run.
'use client';
import { type FormEvent, useMemo, useState } from 'react';
import { clockIn, matchesZone, zoneNames } from '@/lib/format/zones';
import { Button } from '../ui/button';
import { Seam } from '../ui/seam';
import { SearchableSelect } from '../ui/searchable-select';
import { useServerClock } from '../ui/server-clock';
import { notify } from '../ui/toaster';
import { usePutSettings } from './use-put-settings';

const MINUTE_MS = 60_000;

export function ZoneForm() {
  const { stored, pending, error, clearError, save } = usePutSettings();
  /** What is chosen; undefined while it is what is stored. */
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const minute = useServerClock((nowMs) => Math.floor(nowMs / MINUTE_MS));
  const zone = chosen ?? stored?.zone ?? 'UTC';
  const changed = stored !== undefined && zone !== stored.zone;
  const zones = useMemo(() => {
    const known = zoneNames();
    return known.includes(zone) ? known : [zone, ...known];
  }, [zone]);
  const clock = clockIn(zone, minute * MINUTE_MS);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!changed) return;
    save({ zone }, (answer) => {
      setChosen(undefined);
      notify({ title: `The next day of a budget begins in ${answer.zone}` });
    });
  };
  return (
    <Seam title="Days and months of budgets">
      <form
        noValidate
        onSubmit={submit}
        className="flex max-w-2xl flex-wrap items-start gap-2 px-4 pb-4 max-md:px-3"
      >
        <SearchableSelect
          label="Begin at midnight in"
          className="min-w-0 flex-1"
          options={zones}
          value={zone}
          matches={matchesZone}
          searchLabel="A region or a city"
          disabled={stored === undefined}
          error={error}
          hint={
            <>
              {clock !== undefined && `It is ${clock} there. `}
              {changed
                ? `What runs in ${stored.zone} ends when it would have, with what it has spent. What follows ends at the next midnight in ${zone}, so that one day and one month may be shorter than others.`
                : 'What budgets had spent before does not move with another zone.'}
            </>
          }
          onValueChange={(next) => {
            setChosen(next);
            clearError();
          }}
        />
        <Button type="submit" className="mt-[23px]" disabled={!changed} pending={pending}>
          Save
        </Button>
      </form>
    </Seam>
  );
}

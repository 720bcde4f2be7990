// The zone in which days and months of budgets begin, and what another one means for the periods that run.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { clockIn, matchesZone, zoneNames } from '@/lib/format/zones';
import { putSettingsMutation, settingsOptions } from '@/lib/query/installation';
import { messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Seam } from '../ui/seam';
import { SearchableSelect } from '../ui/searchable-select';
import { useServerClock } from '../ui/server-clock';
import { notify } from '../ui/toaster';

const MINUTE_MS = 60_000;

export function ZoneForm() {
  const query = useQuery(settingsOptions());
  /** What is chosen; undefined while it is what is stored. */
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const put = useMutation(putSettingsMutation());
  const minute = useServerClock((nowMs) => Math.floor(nowMs / MINUTE_MS));
  const stored = query.data;
  const zone = chosen ?? stored?.zone ?? 'UTC';
  const changed = stored !== undefined && zone !== stored.zone;
  const zones = useMemo(() => {
    const known = zoneNames();
    return known.includes(zone) ? known : [zone, ...known];
  }, [zone]);
  const clock = clockIn(zone, minute * MINUTE_MS);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!changed || put.isPending) return;
    put.mutate(
      { body: { displayName: stored.displayName, zone }, ifMatchVersion: stored.version },
      {
        onSuccess: (answer) => {
          setChosen(undefined);
          notify({ title: `The next day of a budget begins in ${answer.zone}` });
        },
        // Somebody else changed the settings meanwhile: what they said is asked for, what was chosen stays.
        onError: () => void query.refetch(),
      },
    );
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
          error={put.error === null ? undefined : messageOf(put.error)}
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
            put.reset();
          }}
        />
        <Button type="submit" className="mt-[23px]" disabled={!changed} pending={put.isPending}>
          Save
        </Button>
      </form>
    </Seam>
  );
}

// What this installation is called, as it stands at the top of the rail.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { putSettingsMutation, settingsOptions } from '@/lib/query/installation';
import { messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Seam } from '../ui/seam';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';

export function NameForm() {
  const query = useQuery(settingsOptions());
  /** What is being written; undefined while it is what is stored. */
  const [text, setText] = useState<string | undefined>(undefined);
  const put = useMutation(putSettingsMutation());
  const stored = query.data;
  const shown = text ?? stored?.displayName ?? '';
  const next = shown.trim() === '' ? null : shown.trim();
  const changed = stored !== undefined && next !== stored.displayName;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!changed || put.isPending) return;
    put.mutate(
      { body: { displayName: next }, ifMatchVersion: stored.version },
      {
        onSuccess: ({ displayName }) => {
          setText(undefined);
          notify({ title: displayName === null ? 'Name taken away' : `Called ${displayName}` });
        },
        // Somebody else said another name meanwhile: what they said is asked for, what was written stays.
        onError: () => void query.refetch(),
      },
    );
  };
  return (
    <Seam title="Name">
      <form
        noValidate
        onSubmit={submit}
        className="flex max-w-2xl flex-wrap items-start gap-2 px-4 pb-4 max-md:px-3"
      >
        <TextField
          label="Shown at the top of the rail"
          className="min-w-0 flex-1"
          maxLength={40}
          autoComplete="off"
          placeholder="Support, production"
          hint="Empty: the address of this installation."
          value={shown}
          disabled={stored === undefined}
          error={put.error === null ? undefined : messageOf(put.error)}
          onChange={(event) => {
            setText(event.target.value);
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

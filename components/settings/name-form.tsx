// What this installation is called, as it stands at the top of the rail.
'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button';
import { Seam } from '../ui/seam';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';
import { usePutSettings } from './use-put-settings';

export function NameForm() {
  const { stored, pending, error, clearError, save } = usePutSettings();
  /** What is being written; undefined while it is what is stored. */
  const [text, setText] = useState<string | undefined>(undefined);
  const shown = text ?? stored?.displayName ?? '';
  const next = shown.trim() === '' ? null : shown.trim();
  const changed = stored !== undefined && next !== stored.displayName;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!changed) return;
    save({ displayName: next }, ({ displayName }) => {
      setText(undefined);
      notify({ title: displayName === null ? 'Name taken away' : `Called ${displayName}` });
    });
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
          error={error}
          onChange={(event) => {
            setText(event.target.value);
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

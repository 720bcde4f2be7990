// The hosts to which a link in a model's text may lead. Nothing is a link until its host stands here.
'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button';
import { Seam } from '../ui/seam';
import { TextArea } from '../ui/text-area';
import { notify } from '../ui/toaster';
import { usePutSettings } from './use-put-settings';

const hostsIn = (text: string): string[] => text.split(/[\s,]+/).filter((host) => host !== '');

export function LinkHostsForm() {
  const { stored, pending, error, clearError, save } = usePutSettings();
  /** What is being written; undefined while it is what is stored. */
  const [text, setText] = useState<string | undefined>(undefined);
  const shown = text ?? stored?.linkHosts.join('\n') ?? '';
  const hosts = hostsIn(shown);
  const changed = stored !== undefined && hosts.join(' ') !== stored.linkHosts.join(' ');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!changed) return;
    save({ linkHosts: hosts }, ({ linkHosts }) => {
      setText(undefined);
      notify({
        title: linkHosts.length === 0 ? 'Nothing is a link' : `Links may lead to ${linkHosts.join(', ')}`,
      });
    });
  };
  return (
    <Seam title="Links in texts of models">
      <form noValidate onSubmit={submit} className="grid max-w-2xl gap-2 px-4 pb-4 max-md:px-3">
        <TextArea
          label="May lead to these hosts"
          mono
          rows={3}
          spellCheck={false}
          placeholder="docs.example.com"
          hint="One exact name a line, without scheme and port. Every other address in what a model writes is text, and no image is loaded."
          value={shown}
          disabled={stored === undefined}
          error={error}
          onChange={(event) => {
            setText(event.target.value);
            clearError();
          }}
        />
        <Button type="submit" className="justify-self-start" disabled={!changed} pending={pending}>
          Save
        </Button>
      </form>
    </Seam>
  );
}

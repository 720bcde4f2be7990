// Imports a usage export. A broken file says which lines; one that tells of what another told says how much it would replace, and does so only when asked.
'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { MOST_IMPORT_BYTES } from '@/lib/contract/reconciliation';
import { formatBytes, plural } from '@/lib/format/count';
import { newIntent } from '@/lib/query/intent';
import { importUsageMutation } from '@/lib/query/reconciliation';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';
import { WantedFiles } from './no-imports';
import { daysWords, type ReconciledDays } from './reconciled-days';
import { overlapOf, RefusedImport } from './refused-import';

export type ImportDialogProps = {
  onClose: () => void;
  /** Told the days that the file has. */
  onImported: (days: ReconciledDays) => void;
};

export function ImportDialog({ onClose, onImported }: ImportDialogProps) {
  const [file, setFile] = useState<File | undefined>(undefined);
  const [provider, setProvider] = useState('');
  const [unreadable, setUnreadable] = useState<string | undefined>(undefined);
  const send = useMutation(importUsageMutation());
  const form = useId();
  const overlap = overlapOf(send.error);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (send.isPending) return;
    const read = await textOf(file);
    setUnreadable('problem' in read ? read.problem : undefined);
    if ('problem' in read || file === undefined) return send.reset();
    const named = provider.trim() === '' ? {} : { provider: provider.trim() };
    const replace = overlap === null ? {} : { replace: 'true' as const };
    send.mutate(
      {
        intent: newIntent(),
        query: { file: file.name.slice(0, 200), ...named, ...replace },
        text: read.text,
      },
      {
        onSuccess: ({ fileName, figures, replaced, firstDay, lastDay }) => {
          const days = { from: firstDay, to: lastDay };
          const instead = replaced === 0 ? '' : `, ${plural(replaced, 'earlier figure')} replaced`;
          notify({
            title: `Imported ${fileName}: ${plural(figures, 'figure')}, ${daysWords(days)}${instead}`,
          });
          onImported(days);
          onClose();
        },
      },
    );
  };
  // What was refused was another file's.
  const change = (act: () => void): void => {
    act();
    setUnreadable(undefined);
    send.reset();
  };
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={(open) => !open && onClose()}
      title="Import a usage export"
      description="All of a file is imported or nothing. Export whole days that are over: days are UTC."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            type="submit"
            form={form}
            variant={overlap === null ? 'primary' : 'danger'}
            pending={send.isPending}
          >
            {overlap === null ? 'Import' : `Replace ${plural(overlap.figures, 'figure')}`}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-3">
        {send.error !== null && <RefusedImport error={send.error} />}
        <Field
          label="File"
          required
          error={unreadable}
          hint={`CSV in UTF-8, ${formatBytes(MOST_IMPORT_BYTES)} at the most`}
        >
          {(wiring) => (
            <input
              {...wiring}
              type="file"
              accept=".csv,text/csv"
              onChange={(event) => change(() => setFile(event.target.files?.[0]))}
              className="block w-full text-ink file:mr-2.5 file:h-7 file:rounded-md file:bg-raised file:px-2.5 file:text-ink file:edge-strong hover:file:bg-hover max-md:file:h-10"
            />
          )}
        </Field>
        <TextField
          label="Provider"
          mono
          hint="For the plain format, which does not say whose figures they are. Left out: other"
          value={provider}
          onChange={(event) => change(() => setProvider(event.target.value))}
        />
        <div className="text-xs text-muted">
          Told by their header:
          <WantedFiles />
        </div>
      </form>
    </Dialog>
  );
}

/** To the byte, its mark at the beginning too: its hash is that of the file. */
async function textOf(file: File | undefined): Promise<{ text: string } | { problem: string }> {
  if (file === undefined) return { problem: 'Choose a file' };
  if (file.size > MOST_IMPORT_BYTES)
    return { problem: `It has ${formatBytes(file.size)}: export a shorter period` };
  if (file.size === 0) return { problem: 'It is empty' };
  try {
    const bytes = await file.arrayBuffer();
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { problem: 'It can’t be read as UTF-8: save it as “CSV UTF-8”' };
  }
}

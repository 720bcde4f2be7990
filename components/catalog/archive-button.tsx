// Takes a tool or a model out of use, after a question that says who still uses it.
'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { archiveMutation, type UsedKind } from '@/lib/query/catalog';
import { messageOf } from '@/lib/query/problem-error';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';

export type ArchiveButtonProps = {
  kind: UsedKind;
  name: string;
  /** The agents whose active version uses it; undefined while it is not known. */
  users: readonly string[] | undefined;
};

export function ArchiveButton({ kind, name, users }: ArchiveButtonProps) {
  const [open, setOpen] = useState(false);
  const archive = useMutation({ ...archiveMutation(kind) });
  const one = kind === 'tools' ? 'tool' : 'model';
  const inUse = users !== undefined && users.length > 0;
  return (
    <>
      <Button
        onClick={() => {
          archive.reset();
          setOpen(true);
        }}
      >
        Archive
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={(next) => !archive.isPending && setOpen(next)}
        title={`Archive ${name}`}
        confirm="Archive it"
        reason="none"
        pending={archive.isPending}
        error={archive.error === null ? undefined : messageOf(archive.error)}
        onConfirm={() => archive.mutate({ name }, { onSuccess: () => setOpen(false) })}
      >
        {inUse
          ? `${users.join(', ')} ${users.length === 1 ? 'uses' : 'use'} it, so it will be refused. Take it out of ${users.length === 1 ? 'that agent' : 'those agents'} first.`
          : `No agent can choose this ${one} any more. Its versions stay readable, runs under way go on, and saving it again brings it back.`}
      </AlertDialog>
    </>
  );
}

// Erasing what an ended run held: asked once more with its reason, because there is no way back; and the note on a run that was erased.
'use client';
import { useMutation } from '@tanstack/react-query';
import { Eraser } from 'lucide-react';
import { useState } from 'react';
import type { RunShape } from '@/lib/contract/run';
import { messageOf } from '@/lib/query/problem-error';
import { eraseRunMutation } from '@/lib/query/runs';
import { useMay } from '../account/use-me';
import { useIntent } from '../runs/use-intent';
import { AbsoluteTime } from '../ui/absolute-time';
import { AlertDialog } from '../ui/alert-dialog';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { notify } from '../ui/toaster';
import { shortId } from './short-id';

/** Nothing for who may not, and for a run that has not ended or is erased. */
export function EraseRun({ run }: { run: RunShape }) {
  const may = useMay('admin');
  const [open, setOpen] = useState(false);
  const intentOf = useIntent();
  const mutation = useMutation(eraseRunMutation());
  if (!may || run.finishedAt === null || run.erased !== null) return null;
  const close = (): void => {
    mutation.reset();
    setOpen(false);
  };
  return (
    <>
      <Button variant="ghost" icon={<Icon of={Eraser} />} onClick={() => setOpen(true)}>
        Erase
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={(next) => !next && close()}
        title="Erase what this run held"
        confirm="Erase for good"
        tone="danger"
        error={mutation.error === null ? undefined : messageOf(mutation.error)}
        pending={mutation.isPending}
        onConfirm={(reason) =>
          mutation.mutate(
            { intent: intentOf({ act: 'erase', reason }), id: run.id, reason },
            {
              onSuccess: () => {
                notify({ title: 'Erased', detail: `${run.agent}, run ${shortId(run.id)}` });
                close();
              },
            },
          )
        }
      >
        Input, output, arguments, results and messages of this run go, and with them those of its forks and of
        what undid it. There is no way back: it can’t be replayed, forked or sent on any more. Figures,
        labels, who decided what, and the digests by which the record is checked stay.
      </AlertDialog>
    </>
  );
}

export function ErasedNote({ run }: { run: RunShape }) {
  if (run.erased === null) return null;
  const { at, by, reason } = run.erased;
  return (
    <Banner state="neutral" title="Erased.">
      {`${by.label} erased what this run held on `}
      <AbsoluteTime at={at} look="date-time" />
      {`: ${reason}`}
    </Banner>
  );
}

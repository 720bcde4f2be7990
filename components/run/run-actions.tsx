// What a person can do with a run: pause, resume with raised bounds, cancel. Each asks for its reason and says what it will do.
'use client';
import { useMutation } from '@tanstack/react-query';
import { Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import type { RunDetail } from '@/lib/contract/run-cancel';
import { isDryRun } from '@/lib/domain/fork';
import { TERMINAL_RUN_STATUSES } from '@/lib/domain/run';
import { messageOf } from '@/lib/query/problem-error';
import { cancelRunMutation, pauseRunMutation } from '@/lib/query/runs';
import { useMay } from '../account/use-me';
import { FailedRunActs } from '../dead-letters/failed-run-acts';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { notify } from '../ui/toaster';
import { usePageKeys } from '../ui/use-page-keys';
import { ResumeDialog } from './resume-dialog';
import { shortId } from './short-id';

type Act = 'pause' | 'resume' | 'cancel';

export function RunActions({ run }: { run: RunDetail }) {
  const [asking, setAsking] = useState<Act | undefined>(undefined);
  const may = useMay('runs:write');
  const over = TERMINAL_RUN_STATUSES.has(run.status);
  const held = run.waiting?.items.some(({ kind }) => kind === 'paused' || kind === 'limit') === true;
  // Whoever asked for its end has said the last word: it only settles what is in flight.
  const offered = may && !over && run.cancel === null;
  usePageKeys({
    p: {
      label: held ? 'Resume the run' : 'Pause the run',
      act: offered ? () => setAsking(held ? 'resume' : 'pause') : undefined,
    },
  });
  if (may && run.status === 'failed' && !isDryRun(run.id)) return <FailedRunActs run={run} />;
  if (!offered) return null;
  const close = (): void => setAsking(undefined);
  return (
    <span className="flex gap-2 max-md:w-full max-md:[&>button]:h-10 max-md:[&>button]:flex-1">
      {held ? (
        <Button variant="primary" icon={<Icon of={Play} />} keyHint="P" onClick={() => setAsking('resume')}>
          {run.waiting?.reason === 'limit' ? 'Raise and resume' : 'Resume'}
        </Button>
      ) : (
        <Button icon={<Icon of={Pause} />} keyHint="P" onClick={() => setAsking('pause')}>
          Pause
        </Button>
      )}
      <Button variant="danger" icon={<Icon of={X} />} onClick={() => setAsking('cancel')}>
        Cancel
      </Button>
      <ReasonDialog act="pause" run={run} open={asking === 'pause'} onClose={close} />
      <ReasonDialog act="cancel" run={run} open={asking === 'cancel'} onClose={close} />
      {asking === 'resume' && <ResumeDialog run={run} onClose={close} />}
    </span>
  );
}

const DIALOGS = {
  pause: {
    title: 'Pause this run',
    confirm: 'Pause',
    body: 'What is being sent right now is finished and recorded; nothing new is begun until someone resumes it.',
    done: 'Pause asked for',
    tone: 'primary',
  },
  cancel: {
    title: 'Cancel this run',
    confirm: 'Cancel the run',
    body: 'It ends for good, with what it has achieved so far. What is being sent right now is settled first; open approvals are closed.',
    done: 'Cancel asked for',
    tone: 'danger',
  },
} as const;

type ReasonDialogProps = { act: 'pause' | 'cancel'; run: RunDetail; open: boolean; onClose: () => void };

function ReasonDialog({ act, run, open, onClose }: ReasonDialogProps) {
  const words = DIALOGS[act];
  const intentOf = useIntent();
  const mutation = useMutation(act === 'pause' ? pauseRunMutation() : cancelRunMutation());
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        mutation.reset();
        onClose();
      }}
      title={words.title}
      confirm={words.confirm}
      tone={words.tone}
      reasonLabel="Reason, kept with the run"
      error={mutation.error === null ? undefined : messageOf(mutation.error)}
      pending={mutation.isPending}
      onConfirm={(reason) =>
        mutation.mutate(
          { intent: intentOf({ act, reason }), id: run.id, reason },
          {
            onSuccess: () => {
              notify({ title: words.done, detail: `${run.agent}, run ${shortId(run.id)}` });
              onClose();
            },
          },
        )
      }
    >
      {words.body}
    </AlertDialog>
  );
}

// The questions before everything is halted, and before it goes on: each says exactly what will happen and asks why.
'use client';
import { useMutation } from '@tanstack/react-query';
import { liftHaltMutation, setHaltMutation } from '@/lib/query/halt';
import { messageOf } from '@/lib/query/problem-error';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';

export type HaltDialogProps = { open: boolean; onClose: () => void };

export function SetHaltDialog({ open, onClose }: HaltDialogProps) {
  const intentOf = useIntent();
  const mutation = useMutation(setHaltMutation());
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        mutation.reset();
        onClose();
      }}
      title="Halt everything"
      confirm="Halt"
      reasonHint="Everybody sees it across every page while the halt stands."
      error={mutation.error === null ? undefined : messageOf(mutation.error)}
      pending={mutation.isPending}
      onConfirm={(reason) =>
        mutation.mutate(
          // The time parts a halt from an earlier one for the same reason.
          { intent: intentOf({ reason, try: mutation.submittedAt }), reason },
          {
            onSuccess: ({ effective }) => {
              notify({
                title: 'Everything is halted',
                detail: effective ? 'Every worker obeys.' : 'Workers obey within a second or so.',
              });
              onClose();
            },
          },
        )
      }
    >
      <ul className="ml-4 list-disc space-y-1">
        <li>No run is started, no step begins, no model is asked and no effect is sent, of any agent.</li>
        <li>What is being sent right now is finished and recorded.</li>
        <li>Runs keep their place and their time. They go on by themselves when the halt is lifted.</li>
        <li>Approvals can still be decided and runs cancelled.</li>
      </ul>
    </AlertDialog>
  );
}

export function LiftHaltDialog({ open, onClose }: HaltDialogProps) {
  const mutation = useMutation(liftHaltMutation());
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (next) return;
        mutation.reset();
        onClose();
      }}
      title="Lift the halt"
      confirm="Lift"
      tone="primary"
      error={mutation.error === null ? undefined : messageOf(mutation.error)}
      pending={mutation.isPending}
      onConfirm={(reason) =>
        mutation.mutate(
          { reason },
          {
            onSuccess: () => {
              notify({ title: 'The halt is lifted', detail: 'Runs go on by themselves.' });
              onClose();
            },
          },
        )
      }
    >
      Every run goes on from where it stopped, at once: calls that were approved meanwhile are sent. Agents
      and runs that are paused themselves stay paused.
    </AlertDialog>
  );
}

// Says that somebody has seen an alert, and why it may stay as it is.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { AlertShape } from '@/lib/contract/alert';
import { acknowledgeAlertMutation } from '@/lib/query/alerts';
import { messageOf } from '@/lib/query/problem-error';
import { useIntent } from '../runs/use-intent';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';

export type AcknowledgeDialogProps = { alert: Pick<AlertShape, 'id' | 'message'>; onClose: () => void };

export function AcknowledgeDialog({ alert: { id, message }, onClose }: AcknowledgeDialogProps) {
  const intentOf = useIntent();
  const acknowledge = useMutation(acknowledgeAlertMutation());
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Acknowledge 1 alert"
      confirm="Acknowledge"
      tone="primary"
      reason="optional"
      reasonLabel="Reason, kept with the alert and in the audit log"
      error={acknowledge.error === null ? undefined : messageOf(acknowledge.error)}
      pending={acknowledge.isPending}
      onConfirm={(reason) =>
        acknowledge.mutate(
          { intent: intentOf({ id, reason }), id, reason },
          {
            onSuccess: () => {
              notify({ title: 'Acknowledged' });
              onClose();
            },
          },
        )
      }
    >
      <p>{message}</p>
      <p className="mt-1.5">
        It stands here until its cause is gone, and calls nobody meanwhile. What changes its cause raises
        another one.
      </p>
    </AlertDialog>
  );
}

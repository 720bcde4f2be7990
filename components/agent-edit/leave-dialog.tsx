// The question before an unsaved draft is left: it can wait in this tab, or go.
'use client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';

export type LeaveDialogProps = {
  open: boolean;
  onStay: () => void;
  onKeep: () => void;
  onDiscard: () => void;
};

export function LeaveDialog({ open, onStay, onKeep, onDiscard }: LeaveDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onStay()}
      title="Leave the edit"
      description="What you changed is not saved. It can wait in this tab until you come back."
      footer={
        <>
          <Button variant="danger" onClick={onDiscard}>
            Throw it away
          </Button>
          <span className="flex-1" />
          <Button variant="ghost" onClick={onStay}>
            Stay
          </Button>
          <Button variant="primary" onClick={onKeep}>
            Keep and leave
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  );
}

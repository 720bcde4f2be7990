// The question before a call is undone of which nobody knows whether it happened: the very call that undoes it, and why.
'use client';
import type { ApprovalCardShape } from '@/lib/contract/approval';
import { messageOf } from '@/lib/query/problem-error';
import { AlertDialog } from '../ui/alert-dialog';
import { ArgumentList } from '../ui/argument-list';
import { jsonText } from '../ui/json-text';
import { IF_COMPENSATED } from './decision-sentences';
import type { Decide } from './use-decide';

export type UndoUnknownDialogProps = {
  card: ApprovalCardShape;
  open: boolean;
  decide: Decide;
  onClose: () => void;
};

export function UndoUnknownDialog({
  card: { approval, undo },
  open,
  decide,
  onClose,
}: UndoUnknownDialogProps) {
  if (undo?.call === null || undo === null) return null;
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Undo ${approval.tool}, whatever happened`}
      confirm="Undo it"
      reasonLabel="Reason, kept with the run and in the audit log"
      pending={decide.pending}
      error={decide.error === null ? undefined : messageOf(decide.error)}
      onConfirm={(reason) => decide.act({ decision: 'compensate', reason }, onClose)}
    >
      {IF_COMPENSATED}
      <p className="mt-3 mb-1 text-xs text-muted">{`It calls ${undo.call.tool} with`}</p>
      <ArgumentList
        rows={Object.entries(undo.call.arguments).map(([name, value]) => ({ name, value: jsonText(value) }))}
      />
    </AlertDialog>
  );
}

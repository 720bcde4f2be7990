// What will be saved, against what is in use: the last look before a version is made.
'use client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { JsonDiff } from '../ui/json-diff';
import { jsonText } from '../ui/json-text';

export type ReviewDialogProps = {
  open: boolean;
  onClose: () => void;
  name: string;
  /** Undefined: the first of its name. */
  before: unknown;
  after: unknown;
  /** Saving brings it back, changed or not. */
  archived: boolean;
  error: string | undefined;
  pending: boolean;
  onSave: () => void;
};

export function ReviewDialog({
  open,
  onClose,
  name,
  before,
  after,
  archived,
  error,
  pending,
  onSave,
}: ReviewDialogProps) {
  const same = jsonText(before, { sorted: true }) === jsonText(after, { sorted: true });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && !pending && onClose()}
      title={before === undefined ? `Save ${name}` : `Save a new version of ${name}`}
      description={sentence(same, archived)}
      width="lg"
      footer={
        <>
          {error !== undefined && (
            <p role="alert" data-state-of="failed" className="min-w-0 flex-1 text-xs text-state">
              {error}
            </p>
          )}
          <Button variant="ghost" disabled={pending} onClick={onClose}>
            Back
          </Button>
          <Button variant="primary" disabled={same && !archived} pending={pending} onClick={onSave}>
            Save
          </Button>
        </>
      }
    >
      <JsonDiff before={before} after={after} label="What changes" context={3} />
    </Dialog>
  );
}

function sentence(same: boolean, archived: boolean): string {
  if (archived) return 'It is archived: saving brings it back into use.';
  return same ? 'Nothing differs from the version in use.' : 'It is used from the moment it is saved.';
}

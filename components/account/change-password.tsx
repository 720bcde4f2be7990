// The own password on the account page: when it is worth changing, and the dialog that does it.
'use client';
import { useId, useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Seam } from '../ui/seam';
import { notify } from '../ui/toaster';
import { PasswordForm } from './password-form';

export function ChangePassword() {
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const formId = useId();
  return (
    <Seam title="Password">
      <div className="flex flex-wrap items-center gap-3 px-4 pt-1 pb-4 max-md:px-3">
        <p className="min-w-0 flex-1 text-muted">
          Changing it ends your sessions in all other browsers. This one goes on.
        </p>
        <Button onClick={() => setOpen(true)}>Change the password</Button>
      </div>
      <Dialog
        open={open}
        onOpenChange={(next) => !pending && setOpen(next)}
        title="Change the password"
        footer={
          <>
            <Button variant="ghost" disabled={pending} onClick={() => setOpen(false)}>
              Back
            </Button>
            <Button type="submit" form={formId} variant="primary" pending={pending}>
              Change
            </Button>
          </>
        }
      >
        <PasswordForm
          id={formId}
          presentLabel="Present password"
          onPending={setPending}
          onChanged={() => {
            setOpen(false);
            notify({ title: 'Password changed', detail: 'Your other sessions have ended.' });
          }}
        />
      </Dialog>
    </Seam>
  );
}

// A temporary password, shown once: to be handed over by a way that both trust.
'use client';
import type { TemporaryPassword, UserShape } from '@/lib/contract/people';
import { routes } from '@/lib/routes';
import { AbsoluteTime } from '../ui/absolute-time';
import { Button } from '../ui/button';
import { CodeBlock } from '../ui/code-block';
import { Dialog } from '../ui/dialog';

/** Whose password is being told. */
export type Told = { readonly user: Pick<UserShape, 'name' | 'email'>; readonly given: TemporaryPassword };

export function ToldPassword({ told, onClose }: { told: Told | undefined; onClose: () => void }) {
  if (told === undefined) return null;
  const { user, given } = told;
  const address = `${window.location.origin}${routes.signIn()}`;
  return (
    <Dialog
      open
      keepsOpen
      onOpenChange={(open) => !open && onClose()}
      title={`A password for ${user.name}`}
      description="It is shown now and never again. Hand it over by a way that you both trust."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <dl className="grid gap-3">
        <div>
          <dt className="mb-1 text-xs font-medium">E-mail</dt>
          <dd>
            <CodeBlock text={user.email} what="e-mail" look="sunken" />
          </dd>
        </div>
        <div>
          <dt className="mb-1 text-xs font-medium">Temporary password</dt>
          <dd>
            <CodeBlock text={given.password} what="password" look="sunken" />
          </dd>
        </div>
        <div>
          <dt className="mb-1 text-xs font-medium">Where to sign in</dt>
          <dd>
            <CodeBlock text={address} what="address" look="sunken" />
          </dd>
        </div>
      </dl>
      <p className="mt-3 text-xs text-muted">
        It opens nothing after <AbsoluteTime at={given.until} look="date-time" />. After signing in with it,
        another one has to be chosen before anything else.
      </p>
    </Dialog>
  );
}

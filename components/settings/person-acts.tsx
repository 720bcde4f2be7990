// What is done about a person after a question: a temporary password, disabled, let in again.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { UserShape } from '@/lib/contract/people';
import { newIntent } from '@/lib/query/intent';
import { allowLinkMutation, putUserMutation, resetPasswordMutation } from '@/lib/query/people';
import { messageOf } from '@/lib/query/problem-error';
import { resetSecondFactorMutation } from '@/lib/query/proof';
import { AlertDialog } from '../ui/alert-dialog';
import { notify } from '../ui/toaster';
import type { Told } from './told-password';

export type PersonActKind = 'reset' | 'factor' | 'link' | 'disable' | 'enable';
export type PersonAct = { readonly kind: PersonActKind; readonly user: UserShape };

type Words = { title: string; body: string; confirm: string; done: string };

function wordsOf({ kind, user: { name } }: PersonAct): Words {
  switch (kind) {
    case 'reset':
      return {
        title: `Give ${name} a temporary password`,
        body: 'The present password stops working and all their sessions end. The new one is shown once; they choose another when they sign in with it.',
        confirm: 'Make the password',
        done: 'Password replaced',
      };
    case 'factor':
      return {
        title: `Reset the second factor of ${name}`,
        body: 'Signing in asks them for no code any more, until they set one up anew, and all their sessions end. Make sure that it is them who asks: who knows the password gets in.',
        confirm: 'Reset it',
        done: 'Second factor reset',
      };
    case 'link':
      return {
        title: `Link ${name} to a sign-in at the issuer`,
        body: 'Whoever signs in there with this e-mail address within a day is taken for this person from then on. Make sure that the address there is theirs.',
        confirm: 'Let it be linked',
        done: 'The next sign-in at the issuer is linked',
      };
    case 'disable':
      return {
        title: `Disable ${name}`,
        body: 'All their sessions end at once, they can’t sign in, and API keys that act for them stop working. What they did stays in the record.',
        confirm: 'Disable',
        done: `${name} is disabled`,
      };
    case 'enable':
      return {
        title: `Let ${name} sign in again`,
        body: 'They sign in with the password they had. API keys that act for them work again.',
        confirm: 'Let them in',
        done: `${name} may sign in again`,
      };
  }
}

export type PersonActDialogsProps = {
  act: PersonAct | undefined;
  onClose: () => void;
  onTold: (told: Told) => void;
};

export function PersonActDialogs({ act, onClose, onTold }: PersonActDialogsProps) {
  const put = useMutation(putUserMutation());
  const reset = useMutation(resetPasswordMutation());
  const link = useMutation(allowLinkMutation());
  const factor = useMutation(resetSecondFactorMutation());
  const error = put.error ?? reset.error ?? link.error ?? factor.error;
  const close = (): void => {
    put.reset();
    reset.reset();
    link.reset();
    factor.reset();
    onClose();
  };
  const confirm = ({ kind, user }: PersonAct, done: string, said: string): void => {
    const reason = said === '' ? {} : { reason: said };
    if (kind === 'reset') {
      reset.mutate(
        { email: user.email, reason: said },
        {
          onSuccess: (given) => {
            close();
            onTold({ user, given });
          },
        },
      );
      return;
    }
    const { email, role, version } = user;
    const finish = (): void => {
      close();
      notify({ title: done });
    };
    if (kind === 'factor') {
      factor.mutate({ email, reason: said, intent: newIntent() }, { onSuccess: finish });
      return;
    }
    if (kind === 'link') {
      link.mutate({ email, reason: said, intent: newIntent() }, { onSuccess: finish });
      return;
    }
    put.mutate(
      { email, body: { role, disabled: kind === 'disable', ...reason }, ifMatchVersion: version },
      { onSuccess: finish },
    );
  };
  const words = act === undefined ? undefined : wordsOf(act);
  return (
    <AlertDialog
      open={act !== undefined}
      onOpenChange={(open) => !open && close()}
      title={words?.title ?? ''}
      confirm={words?.confirm ?? ''}
      tone={act?.kind === 'enable' ? 'primary' : 'danger'}
      reason={act?.kind === 'enable' ? 'optional' : 'required'}
      pending={put.isPending || reset.isPending || link.isPending || factor.isPending}
      error={error === null ? undefined : messageOf(error)}
      onConfirm={(reason) => act !== undefined && words !== undefined && confirm(act, words.done, reason)}
    >
      {words?.body ?? ''}
    </AlertDialog>
  );
}

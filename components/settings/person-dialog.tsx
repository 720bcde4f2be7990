// Adds a person or changes name and role: who they are, and what each role lets them do.
'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { emailAddress, type UserShape } from '@/lib/contract/people';
import { ROLES, type Role } from '@/lib/domain/principal';
import { putUserMutation } from '@/lib/query/people';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';
import type { Told } from './told-password';

const ROLE_DEEDS: { readonly [R in Role]: string } = {
  viewer: 'Sees everything but the record',
  operator: 'Starts, stops and resumes runs',
  approver: 'An operator who also decides calls',
  engineer: 'An operator who also changes agents, tools, models and secrets',
  admin: 'Does everything, and manages people',
};

export type PersonDialogProps = {
  /** Undefined for a new person. */
  user: UserShape | undefined;
  onClose: () => void;
  /** The new person's password. */
  onTold: (told: Told) => void;
};

export function PersonDialog({ user, onClose, onTold }: PersonDialogProps) {
  const [email, setEmail] = useState(user?.email ?? '');
  const [name, setName] = useState(user?.name ?? '');
  const [role, setRole] = useState<Role>(user?.role ?? 'operator');
  const [badEmail, setBadEmail] = useState<string | undefined>(undefined);
  const put = useMutation(putUserMutation());
  const refused = put.error instanceof ApiProblem ? put.error : undefined;
  const formId = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const address = emailAddress.safeParse(email.trim());
    setBadEmail(address.success ? undefined : address.error.issues[0]?.message);
    if (!address.success || put.isPending) return;
    const body = { role, ...(name.trim() === '' ? {} : { name: name.trim() }) };
    put.mutate(
      { email: address.data, body, ...(user === undefined ? {} : { ifMatchVersion: user.version }) },
      {
        onSuccess: ({ temporaryPassword: given, ...answer }) => {
          onClose();
          if (given !== null) onTold({ user: answer, given });
          else
            notify({
              title: `${answer.name} is ${answer.role === user?.role ? 'changed' : `now ${answer.role}`}`,
            });
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !put.isPending && onClose()}
      title={user === undefined ? 'Add a person' : `Change ${user.name}`}
      footer={
        <>
          <Button variant="ghost" disabled={put.isPending} onClick={onClose}>
            Back
          </Button>
          <Button type="submit" form={formId} variant="primary" pending={put.isPending}>
            {user === undefined ? 'Add' : 'Change'}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-3.5">
        {put.error !== null && (refused === undefined || refused.problem.errors.length === 0) && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {messageOf(put.error)}
          </p>
        )}
        {user === undefined && (
          <TextField
            label="E-mail"
            type="email"
            required
            autoComplete="off"
            value={email}
            error={badEmail ?? refused?.messageAt('/path/email')}
            hint="They sign in with it. Nothing is sent there."
            onChange={(event) => {
              setEmail(event.target.value);
              setBadEmail(undefined);
            }}
          />
        )}
        <TextField
          label="Name"
          autoComplete="off"
          value={name}
          error={refused?.messageAt('/name')}
          hint={user === undefined ? 'As it stands beside what they decide.' : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <Select
          label="Role"
          required
          value={role}
          onValueChange={(next) => setRole(ROLES.find((known) => known === next) ?? role)}
          options={ROLES.map((value) => ({ value, label: value, detail: ROLE_DEEDS[value] }))}
          hint={`${ROLE_DEEDS[role]}.${user !== undefined && role !== user.role ? ' A change of role ends all their sessions.' : ''}`}
        />
      </form>
    </Dialog>
  );
}

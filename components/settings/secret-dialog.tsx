// A value for a secret, new or another one: written here, never shown again.
'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { SecretShape } from '@/lib/contract/configuration';
import { secretName } from '@/lib/domain/names';
import { putSecretMutation } from '@/lib/query/access';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { notify } from '../ui/toaster';

export type SecretDialogProps = {
  /** Undefined for a new one. */
  secret: SecretShape | undefined;
  onClose: () => void;
};

export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  const [name, setName] = useState(secret?.name ?? '');
  const [value, setValue] = useState('');
  const [judged, setJudged] = useState(false);
  const put = useMutation(putSecretMutation());
  const refused = put.error instanceof ApiProblem ? put.error : undefined;
  const named = secretName.safeParse(name);
  const formId = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setJudged(true);
    if (!named.success || value === '' || put.isPending) return;
    put.mutate(
      { name, value, ...(secret === undefined ? {} : { ifMatchVersion: secret.version }) },
      {
        onSuccess: () => {
          notify({ title: secret === undefined ? 'Secret added' : 'Value replaced', detail: name });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !put.isPending && onClose()}
      title={secret === undefined ? 'Add a secret' : `Replace the value of ${secret.name}`}
      footer={
        <>
          <Button variant="ghost" disabled={put.isPending} onClick={onClose}>
            Back
          </Button>
          <Button type="submit" form={formId} variant="primary" pending={put.isPending}>
            {secret === undefined ? 'Add' : 'Replace'}
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
        {secret === undefined && (
          <TextField
            label="Name"
            mono
            required
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            placeholder="PAYMENTS_KEY"
            value={name}
            error={
              judged && !named.success ? named.error.issues[0]?.message : refused?.messageAt('/path/name')
            }
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <TextArea
          label="Value"
          mono
          required
          rows={3}
          autoComplete="off"
          spellCheck={false}
          value={value}
          error={judged && value === '' ? 'is needed' : refused?.messageAt('/value')}
          hint={
            secret === undefined
              ? 'Sealed when it arrives; nobody can read it here again.'
              : 'Calls that begin from now on use it. The value it replaces stays out of records.'
          }
          onChange={(event) => setValue(event.target.value)}
        />
      </form>
    </Dialog>
  );
}

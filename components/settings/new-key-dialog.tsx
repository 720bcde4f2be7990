// Makes an API key: what it is for, what it may do, until when.
'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { CreatedApiKeyShape } from '@/lib/contract/api-key';
import type { Scope } from '@/lib/domain/principal';
import { createApiKeyMutation } from '@/lib/query/access';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Select } from '../ui/select';
import { serverNowMs } from '../ui/server-clock';
import { TextField } from '../ui/text-field';
import { ScopePicker } from './scope-picker';

const DAY_MS = 86_400_000;
const ENDS = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'never', label: 'When it is revoked' },
] as const;

export type NewKeyDialogProps = { onClose: () => void; onMade: (made: CreatedApiKeyShape) => void };

export function NewKeyDialog({ onClose, onMade }: NewKeyDialogProps) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>([]);
  const [ends, setEnds] = useState<string>('90');
  const [judged, setJudged] = useState(false);
  const make = useMutation(createApiKeyMutation());
  const refused = make.error instanceof ApiProblem ? make.error : undefined;
  const formId = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setJudged(true);
    if (name.trim() === '' || scopes.length === 0 || make.isPending) return;
    const expiresAt = ends === 'never' ? null : new Date(serverNowMs() + Number(ends) * DAY_MS).toISOString();
    make.mutate(
      { name: name.trim(), scopes, expiresAt },
      {
        onSuccess: (made) => {
          onClose();
          onMade(made);
        },
      },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !make.isPending && onClose()}
      title="Make an API key"
      footer={
        <>
          <Button variant="ghost" disabled={make.isPending} onClick={onClose}>
            Back
          </Button>
          <Button type="submit" form={formId} variant="primary" pending={make.isPending}>
            Make it
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-3.5">
        {make.error !== null && (refused === undefined || refused.problem.errors.length === 0) && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {messageOf(make.error)}
          </p>
        )}
        <TextField
          label="Name"
          required
          autoComplete="off"
          placeholder="nightly report"
          hint="What uses it, as it stands in the record."
          value={name}
          error={judged && name.trim() === '' ? 'is needed' : refused?.messageAt('/name')}
          onChange={(event) => setName(event.target.value)}
        />
        <ScopePicker
          chosen={scopes}
          onChange={setScopes}
          error={judged && scopes.length === 0 ? 'Choose at least one.' : refused?.messageAt('/scopes')}
        />
        <Select
          label="It ends"
          value={ends}
          onValueChange={setEnds}
          options={ENDS}
          error={refused?.messageAt('/expiresAt')}
        />
      </form>
    </Dialog>
  );
}

// Asks a person once more who they are when an act needs it; the act waits below and goes on by itself. Knows no act.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { aboutOptions } from '@/lib/query/installation';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { reauthenticateMutation, secondFactorOptions } from '@/lib/query/proof';
import { answerProofs } from '@/lib/query/proof-asker';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/text-field';
import { IssuerProof } from './issuer-proof';

export function ProofDialog() {
  const [open, setOpen] = useState(false);
  const settle = useRef<((proven: boolean) => void) | undefined>(undefined);
  useEffect(
    () =>
      answerProofs(() => {
        setOpen(true);
        return new Promise<boolean>((resolve) => {
          settle.current = resolve;
        });
      }),
    [],
  );
  const end = (proven: boolean): void => {
    setOpen(false);
    settle.current?.(proven);
    settle.current = undefined;
  };
  return open ? <Ask onEnd={end} /> : null;
}

function Ask({ onEnd }: { onEnd: (proven: boolean) => void }) {
  const factor = useQuery(secondFactorOptions());
  const issuer = useQuery(aboutOptions()).data?.issuer ?? null;
  const prove = useMutation(reauthenticateMutation());
  const [typed, setTyped] = useState('');
  const [withCode, setWithCode] = useState(false);
  const formId = useId();
  const { hasPassword = true, since = null, method = null } = factor.data ?? {};
  const byIssuer = issuer !== null && (!hasPassword || method === 'oidc');
  const at = withCode ? '/code' : '/password';
  const { error } = prove;
  const placed = error instanceof ApiProblem ? error.messageAt(at) : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (prove.isPending || typed.trim() === '') return;
    prove.mutate(withCode ? { code: typed } : { password: typed }, { onSuccess: () => onEnd(true) });
  };
  const turn = (): void => {
    setWithCode(!withCode);
    setTyped('');
    prove.reset();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onEnd(false)}
      title="Is it you?"
      description="This asks once more who you are. What you typed stays as it is."
      footer={
        <>
          <Button variant="ghost" onClick={() => onEnd(false)}>
            Back
          </Button>
          {hasPassword && (
            <Button
              type="submit"
              form={formId}
              variant="primary"
              pending={prove.isPending}
              disabled={typed.trim() === ''}
            >
              Go on
            </Button>
          )}
        </>
      }
    >
      {hasPassword && (
        <form id={formId} method="post" noValidate onSubmit={submit} className="grid gap-3">
          {error !== null && placed === undefined && (
            <p role="alert" data-state-of="failed" className="text-xs text-state">
              {messageOf(error)}
            </p>
          )}
          <TextField
            key={at}
            label={withCode ? 'Code from your phone' : 'Your password'}
            type={withCode ? 'text' : 'password'}
            name={withCode ? 'code' : 'password'}
            autoComplete={withCode ? 'one-time-code' : 'current-password'}
            autoFocus
            required
            value={typed}
            error={placed}
            onChange={(event) => {
              setTyped(event.target.value);
              prove.reset();
            }}
          />
          {since !== null && (
            <Button variant="ghost" className="justify-self-start" onClick={turn}>
              {withCode ? 'Use the password instead' : 'Use a code instead'}
            </Button>
          )}
        </form>
      )}
      {byIssuer && <IssuerProof issuer={issuer} onProven={() => onEnd(true)} />}
    </Dialog>
  );
}

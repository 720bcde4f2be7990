// Setting up one-time codes: the password, the picture with the code that proves it was taken, and the recovery codes, told once.
'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { BegunSecondFactor } from '@/lib/contract/second-factor';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { beginSecondFactorMutation, confirmSecondFactorMutation } from '@/lib/query/proof';
import { queryKeys } from '@/lib/query/query-keys';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { TextField } from '../ui/text-field';

/** `done`: what the button says that ends it. */
export type EnrolStepsProps = { done: string; onDone: () => void };

export function EnrolSteps({ done, onDone }: EnrolStepsProps) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const client = useQueryClient();
  const begin = useMutation(beginSecondFactorMutation());
  const confirm = useMutation(confirmSecondFactorMutation());
  if (confirm.data !== undefined)
    return (
      <RecoveryCodes
        codes={confirm.data.codes}
        done={done}
        onDone={() => {
          void client.invalidateQueries({ queryKey: queryKeys.secondFactor() });
          onDone();
        }}
      />
    );
  if (begin.data !== undefined)
    return (
      <Step onSubmit={() => confirm.mutate({ code })} error={confirm.error} at="/code">
        <Picture begun={begin.data} />
        <TextField
          label="Code that the app shows now"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          required
          value={code}
          error={placed(confirm.error, '/code')}
          onChange={(event) => {
            setCode(event.target.value);
            confirm.reset();
          }}
        />
        <Button type="submit" variant="primary" pending={confirm.isPending} disabled={code.trim() === ''}>
          Confirm
        </Button>
      </Step>
    );
  return (
    <Step onSubmit={() => begin.mutate({ password })} error={begin.error} at="/password">
      <TextField
        label="Your password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        error={placed(begin.error, '/password')}
        onChange={(event) => {
          setPassword(event.target.value);
          begin.reset();
        }}
      />
      <Button type="submit" variant="primary" pending={begin.isPending} disabled={password === ''}>
        Show the picture
      </Button>
    </Step>
  );
}

function placed(error: Error | null, at: string): string | undefined {
  return error instanceof ApiProblem ? error.messageAt(at) : undefined;
}

type StepProps = { onSubmit: () => void; error: Error | null; at: string; children: ReactNode };

function Step({ onSubmit, error, at, children }: StepProps) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-3.5">
      {error !== null && placed(error, at) === undefined && (
        <p role="alert" data-state-of="failed" className="text-xs text-state">
          {messageOf(error)}
        </p>
      )}
      {children}
    </form>
  );
}

/** White on every theme: what takes the picture looks for dark on light. */
function Picture({ begun: { secret, qr } }: { begun: BegunSecondFactor }) {
  return (
    <div className="grid gap-3">
      <p className="text-muted">Take this picture with an authenticator app on your phone.</p>
      <svg
        role="img"
        aria-label="Picture for the authenticator app; the same stands below as text"
        viewBox={`-4 -4 ${qr.size + 8} ${qr.size + 8}`}
        shapeRendering="crispEdges"
        className="mx-auto size-[196px] rounded-md"
      >
        <rect x={-4} y={-4} width={qr.size + 8} height={qr.size + 8} fill="#fff" />
        <path d={qr.path} fill="#000" />
      </svg>
      <div className="text-xs text-muted">
        Or type it in:
        <span className="mt-1 flex items-center gap-2">
          <code className="min-w-0 flex-1 text-ink [overflow-wrap:anywhere]">
            {secret.replace(/(.{4})(?=.)/g, '$1 ')}
          </code>
          <CopyButton text={secret} what="secret" />
        </span>
      </div>
    </div>
  );
}

function RecoveryCodes({
  codes,
  done,
  onDone,
}: {
  codes: readonly string[];
  done: string;
  onDone: () => void;
}) {
  return (
    <div className="grid gap-3.5">
      <p className="text-muted">
        Without the phone, each of these lets you in once. They are shown now and never again: keep them where
        the phone is not.
      </p>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-md bg-sunken px-3 py-2.5">
        {codes.map((one) => (
          <li key={one}>
            <code className="text-xs whitespace-nowrap">{one}</code>
          </li>
        ))}
      </ul>
      <div className="flex items-center gap-2">
        <CopyButton text={codes.join('\n')} what="recovery codes" size="md" />
        <Button variant="primary" className="ml-auto" onClick={onDone}>
          {done}
        </Button>
      </div>
    </div>
  );
}

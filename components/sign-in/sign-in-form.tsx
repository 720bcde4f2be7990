// E-mail and password, and in plain words why they were not taken. Never says which of the two was wrong.
'use client';
import { type FormEvent, useState } from 'react';
import { signInWithPassword } from '@/lib/query/sign-in';
import { Button } from '../ui/button';
import { Countdown } from '../ui/countdown';
import { Kbd } from '../ui/kbd';
import { serverNowMs } from '../ui/server-clock';
import { TextField } from '../ui/text-field';
import { useTypedBefore } from '../ui/use-typed-before';
import { IssuerButton } from './issuer-button';
import { issuerWords } from './issuer-words';

export type SignInFormProps = {
  returnTo: string;
  ended: boolean;
  /** What the issuer is called; null: there is none. */
  issuer: string | null;
  /** Why the sign-in at the issuer led back here. */
  issuerError: string | undefined;
};

type Trouble =
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly untilMs: number }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'code' }
  | { readonly kind: 'issuer'; readonly words: string };

export function SignInForm({ returnTo, ended, issuer, issuerError }: SignInFormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  /** Undefined: none was asked for. */
  const [code, setCode] = useState<string | undefined>(undefined);
  const [trouble, setTrouble] = useState<Trouble | undefined>(() => issuerTrouble(issuerError, issuer));
  const [pending, setPending] = useState(false);
  const [form, ready] = useTypedBefore((typed) => {
    setEmail(typed('email'));
    setPassword(typed('password'));
  });

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (pending || trouble?.kind === 'throttled') return;
    if (email.trim() === '' || password === '' || code?.trim() === '') {
      setTrouble({ kind: 'missing' });
      return;
    }
    setPending(true);
    setTrouble(undefined);
    const outcome = await signInWithPassword(email.trim(), password, code?.trim() ?? '');
    if (outcome.ok) {
      window.location.assign(returnTo); // the whole page anew: nothing of another person may stay in memory
      return;
    }
    setPending(false);
    if (outcome.reason === 'code_needed' || outcome.reason === 'code_refused') {
      setCode('');
      if (outcome.reason === 'code_refused') setTrouble({ kind: 'code' });
      return;
    }
    setPassword('');
    setCode(undefined);
    setTrouble(
      outcome.reason === 'throttled'
        ? { kind: 'throttled', untilMs: serverNowMs() + outcome.retryAfterMs }
        : { kind: outcome.reason },
    );
  };

  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={submit}
      className="mt-5"
      data-ready={ready || undefined}
    >
      {ended && trouble === undefined && (
        <p
          role="status"
          data-state-of="waiting"
          className="mb-4 rounded-md bg-tint px-3 py-2 text-xs text-ink shadow-[inset_0_0_0_1px_color-mix(in_oklab,var(--c)_26%,var(--line))]"
        >
          Your session has ended. Sign in to go on where you were.
        </p>
      )}
      {trouble !== undefined && (
        <p
          role="alert"
          data-state-of="failed"
          className="mb-4 rounded-md bg-tint px-3 py-2 text-xs text-ink shadow-[inset_0_0_0_1px_color-mix(in_oklab,var(--c)_26%,var(--line))]"
        >
          <TroubleWords trouble={trouble} onOver={() => setTrouble(undefined)} />
        </p>
      )}
      <TextField
        label="E-mail"
        size="lg"
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        className="mt-3.5"
        label="Password"
        size="lg"
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {code !== undefined && (
        <TextField
          className="mt-3.5"
          label="Code from your phone"
          hint="Or one of your recovery codes."
          size="lg"
          name="code"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <Button
        type="submit"
        variant="primary"
        size="lg"
        className="mt-4 w-full"
        pending={pending}
        disabled={trouble?.kind === 'throttled'}
      >
        <span className="inline-flex items-center gap-1.5">
          Sign in
          <Kbd onAccent={trouble?.kind !== 'throttled'} className="max-md:hidden">
            ↵
          </Kbd>
        </span>
      </Button>
      {issuer !== null && (
        <IssuerButton
          issuer={issuer}
          returnTo={returnTo}
          onTrouble={(code) => setTrouble(issuerTrouble(code, issuer))}
        />
      )}
    </form>
  );
}

function issuerTrouble(code: string | undefined, issuer: string | null): Trouble | undefined {
  if (code === undefined || issuer === null) return undefined;
  const words = issuerWords(code, issuer);
  return words === null ? undefined : { kind: 'issuer', words };
}

function TroubleWords({ trouble, onOver }: { trouble: Trouble; onOver: () => void }) {
  switch (trouble.kind) {
    case 'refused':
      return 'E-mail and password don’t fit together. Nothing else is said about which.';
    case 'issuer':
      return trouble.words;
    case 'code':
      return 'The code is wrong, over, or was used before. Wait for the next one, or use a recovery code.';
    case 'missing':
      return 'All of it is needed: your e-mail address, your password, and the code where one is asked for.';
    case 'unavailable':
      return 'Bulkhead does not answer right now. It may be restarting; try again in a moment.';
    case 'throttled':
      return (
        <>
          Too many tries that failed. You can try again in{' '}
          <Countdown until={trouble.untilMs} quiet atZero="a moment" onZero={onOver} className="text-ink!" />.
        </>
      );
  }
}

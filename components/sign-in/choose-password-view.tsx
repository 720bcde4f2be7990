// The first thing after signing in with a password that somebody else gave: choosing one that nobody else knows.
'use client';
import { useState } from 'react';
import { PasswordForm } from '../account/password-form';
import { Logo } from '../shell/logo';
import { useSignOut } from '../shell/use-sign-out';
import { Button } from '../ui/button';
import { HullPlate } from './hull-plate';

export type ChoosePasswordViewProps = {
  /** A path inside the console. */
  returnTo: string;
  email: string;
  signOut: () => Promise<void>;
};

export function ChoosePasswordView({ returnTo, email, signOut }: ChoosePasswordViewProps) {
  const [pending, setPending] = useState(false);
  const [leaving, leave] = useSignOut(signOut);
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)_600px] bg-raised max-lg:grid-cols-1">
      <main className="flex flex-col overflow-auto px-8 py-6 max-md:p-5">
        <div className="flex items-center gap-2.5 text-[15px] font-semibold tracking-[-.012em]">
          <Logo size={24} on="raised" />
          Bulkhead
        </div>
        <div className="m-auto flex w-[360px] max-w-full flex-col py-8">
          <h1 className="text-2xl leading-8 font-semibold tracking-[-.03em]">Choose a password</h1>
          <p className="mt-0.5 mb-5 text-muted">
            The one you signed in with was made for you, so somebody else has seen it. What is done under{' '}
            <span className="[overflow-wrap:anywhere] text-ink">{email}</span> should be done by you.
          </p>
          <PasswordForm
            presentLabel="The password you were given"
            size="lg"
            onPending={setPending}
            onChanged={() => window.location.assign(returnTo)}
          >
            <Button type="submit" variant="primary" size="lg" className="mt-1 w-full" pending={pending}>
              Choose it and go on
            </Button>
          </PasswordForm>
          <Button variant="ghost" className="mt-3 self-start" pending={leaving} onClick={leave}>
            Sign out instead
          </Button>
        </div>
      </main>
      <HullPlate />
    </div>
  );
}

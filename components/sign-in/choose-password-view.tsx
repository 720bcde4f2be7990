// The first thing after signing in with a password that somebody else gave: choosing one that nobody else knows.
'use client';
import { useState } from 'react';
import { PasswordForm } from '../account/password-form';
import { Button } from '../ui/button';
import { FirstStepFrame } from './first-step-frame';

export type ChoosePasswordViewProps = {
  /** A path inside the console. */
  returnTo: string;
  email: string;
  signOut: () => Promise<void>;
};

export function ChoosePasswordView({ returnTo, email, signOut }: ChoosePasswordViewProps) {
  const [pending, setPending] = useState(false);
  return (
    <FirstStepFrame
      title="Choose a password"
      words={
        <>
          The one you signed in with was made for you, so somebody else has seen it. What is done under{' '}
          <span className="[overflow-wrap:anywhere] text-ink">{email}</span> should be done by you.
        </>
      }
      signOut={signOut}
    >
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
    </FirstStepFrame>
  );
}

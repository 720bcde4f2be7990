// Leaving on purpose: from then on an answer that the session has ended is no news.
'use client';
import { useTransition } from 'react';

let leaving = false;

export function isSigningOut(): boolean {
  return leaving;
}

/** The way to the sign-in comes as an error with this digest, which the router takes from here. */
function isRedirect(error: unknown): boolean {
  return (
    error instanceof Error &&
    'digest' in error &&
    typeof error.digest === 'string' &&
    error.digest.startsWith('NEXT_REDIRECT')
  );
}

/** `signOut` ends the session and leads to the sign-in by itself; where it fails the console stays and may be left again. */
export function useSignOut(signOut: () => Promise<void>): readonly [pending: boolean, leave: () => void] {
  const [pending, start] = useTransition();
  const leave = (): void => {
    leaving = true;
    start(async () => {
      try {
        await signOut();
      } catch (error) {
        leaving = isRedirect(error);
        throw error;
      }
    });
  };
  return [pending, leave];
}

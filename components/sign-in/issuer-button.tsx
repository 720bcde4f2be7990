// The way in through the issuer: one button, beside the password and never in its place.
'use client';
import { useState } from 'react';
import { beginAtIssuer } from '@/lib/query/sign-in';
import { Button } from '../ui/button';

export type IssuerButtonProps = { issuer: string; returnTo: string; onTrouble: (code: string) => void };

export function IssuerButton({ issuer, returnTo, onTrouble }: IssuerButtonProps) {
  const [pending, setPending] = useState(false);
  const begin = async (): Promise<void> => {
    setPending(true);
    const outcome = await beginAtIssuer(returnTo);
    if (outcome.ok) {
      window.location.assign(outcome.url);
      return;
    }
    setPending(false);
    onTrouble(outcome.code);
  };
  return (
    <div className="mt-4">
      <p className="mb-4 flex items-center gap-3 text-xs text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
      <Button size="lg" className="w-full" pending={pending} onClick={begin}>
        {`Sign in with ${issuer}`}
      </Button>
    </div>
  );
}

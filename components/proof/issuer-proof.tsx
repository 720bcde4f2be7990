// A proof at the issuer, in a window of its own, so that the page with what was typed stays; the window tells when it is done.
'use client';
import { useEffect, useState } from 'react';
import { beginAtIssuer } from '@/lib/query/sign-in';
import { routes } from '@/lib/routes';
import { issuerWords } from '../sign-in/issuer-words';
import { Button } from '../ui/button';
import { PROVEN_CHANNEL } from './proven-channel';

export function IssuerProof({ issuer, onProven }: { issuer: string; onProven: () => void }) {
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<string | undefined>(undefined);
  useEffect(() => {
    const channel = new BroadcastChannel(PROVEN_CHANNEL);
    channel.addEventListener('message', onProven);
    return () => channel.close();
  }, [onProven]);
  const begin = async (): Promise<void> => {
    // Opened in the click itself, or the browser takes it for a pop-up that nobody asked for.
    const opened = window.open('', '_blank', 'popup,width=480,height=680');
    setPending(true);
    setTrouble(undefined);
    const outcome = await beginAtIssuer(routes.proven(), { fresh: true });
    setPending(false);
    if (outcome.ok && opened !== null) {
      opened.location.assign(outcome.url);
      return;
    }
    opened?.close();
    setTrouble(
      outcome.ok
        ? 'The browser did not let a window open. Allow it for this address.'
        : (issuerWords(outcome.code, issuer) ?? `${issuer} could not be asked.`),
    );
  };
  return (
    <div className="mt-3 grid gap-2">
      {trouble !== undefined && (
        <p role="alert" data-state-of="failed" className="text-xs text-state">
          {trouble}
        </p>
      )}
      <Button pending={pending} onClick={begin}>{`Sign in at ${issuer} again`}</Button>
    </div>
  );
}

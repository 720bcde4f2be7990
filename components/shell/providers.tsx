// What every page stands on in the browser: queries, the URL's state, the server's clock, tooltips, notices.
'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { Tooltip } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { createQueryClient } from '@/lib/query/query-client';
import { routes } from '@/lib/routes';
import { ProofDialog } from '../proof/proof-dialog';
import { ServerClockProvider } from '../ui/server-clock';
import { Toaster } from '../ui/toaster';
import { isSigningOut } from './use-sign-out';

export type ProvidersProps = {
  /** When the server rendered, so that the first paint agrees with it. */
  serverNowMs: number;
  children: ReactNode;
};

/** The session has ended: sign in again and come back to what was open. */
function leaveForSignIn(): void {
  const { pathname, search } = window.location;
  if (pathname === routes.signIn() || isSigningOut()) return;
  window.location.assign(routes.signIn(`${pathname}${search}`, 'ended'));
}

export function Providers({ serverNowMs, children }: ProvidersProps) {
  const [client] = useState(() => createQueryClient({ onSignedOut: leaveForSignIn }));
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <ServerClockProvider serverNowMs={serverNowMs}>
          <Tooltip.Provider delayDuration={350} skipDelayDuration={200}>
            {children}
            <Toaster />
            <ProofDialog />
          </Tooltip.Provider>
        </ServerClockProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  );
}

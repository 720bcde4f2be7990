// What every page stands on in the browser: queries, the URL's state, the server's clock, tooltips, notices.
'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { Tooltip } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { ServerClockProvider } from '../ui/server-clock';
import { Toaster } from '../ui/toaster';

export type ProvidersProps = {
  /** When the server rendered, so that the first paint agrees with it. */
  serverNowMs: number;
  children: ReactNode;
};

/** Data counts as fresh for a moment: the event stream invalidates what has changed, a remount needn't ask again. */
const FRESH_MS = 2_000;

export function Providers({ serverNowMs, children }: ProvidersProps) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: FRESH_MS, retry: 1, refetchOnWindowFocus: true } },
      }),
  );
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <ServerClockProvider serverNowMs={serverNowMs}>
          <Tooltip.Provider delayDuration={350} skipDelayDuration={200}>
            {children}
            <Toaster />
          </Tooltip.Provider>
        </ServerClockProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  );
}

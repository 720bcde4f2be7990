// How the console caches: last good data stays on the screen, refusals are not repeated, a lost session leads to the sign-in.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem, retryWaitMs, worthRetrying } from './problem-error';

export type QueryClientEvents = {
  /** The session has ended (revoked, expired): called for every answer that says so. */
  onSignedOut: () => void;
};

/**
 * Live events invalidate what they touch, so that data counts as fresh until one comes; a page that opens again asks again after 30 s.
 * networkMode `always`: Bulkhead often runs on the very machine, where "offline" says nothing.
 */
export function createQueryClient({ onSignedOut }: QueryClientEvents): QueryClient {
  const watch = (error: Error) => {
    if (error instanceof ApiProblem && error.code === 'unauthenticated') onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 5 * 60_000,
        retry: worthRetrying,
        retryDelay: retryWaitMs,
        refetchOnWindowFocus: true,
        networkMode: 'always',
      },
      mutations: { retry: worthRetrying, retryDelay: retryWaitMs, networkMode: 'always' },
    },
  });
}

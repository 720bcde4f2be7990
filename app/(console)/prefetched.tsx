// Answers asked for on the server, handed to the page's first paint. What could not be asked is left to the browser, which says why.
import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';

export type Asked = {
  readonly queryKey: QueryKey;
  readonly ask: () => Promise<unknown>;
  /** The first page of a list that goes on. */
  readonly pages?: true;
};

export async function Prefetched({ asked, children }: { asked: readonly Asked[]; children: ReactNode }) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await Promise.all(
    asked.map(({ queryKey, ask, pages }) =>
      pages === true
        ? client.prefetchInfiniteQuery({ queryKey, queryFn: ask, initialPageParam: undefined })
        : client.prefetchQuery({ queryKey, queryFn: ask }),
    ),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

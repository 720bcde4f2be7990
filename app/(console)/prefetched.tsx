// Answers asked for on the server, handed to the page's first paint. What could not be asked is left to the browser, which says why.
import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { AskedAt } from '@/components/shell/asked-at';
import { PageDrawn } from '@/components/shell/page-drawn';
import { positionAtEntry } from '@/lib/server/http/page';

export type Asked = {
  readonly queryKey: QueryKey;
  readonly ask: () => Promise<unknown>;
  /** The first page of a list that goes on. */
  readonly pages?: true;
};

type PrefetchedProps = { readonly asked: readonly Asked[]; readonly children: ReactNode };

/** A page with its answers. */
export async function Prefetched({ asked, children }: PrefetchedProps) {
  return (
    <Answered asked={asked}>
      <PageDrawn />
      {children}
    </Answered>
  );
}

/** The same for what stands around pages, and lives before they do. */
export async function Answered({ asked, children }: PrefetchedProps) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await Promise.all(
    asked.map(({ queryKey, ask, pages }) =>
      pages === true
        ? client.prefetchInfiniteQuery({ queryKey, queryFn: ask, initialPageParam: undefined })
        : client.prefetchQuery({ queryKey, queryFn: ask }),
    ),
  );
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {children}
      <AskedAt position={positionAtEntry()} queryKeys={asked.map(({ queryKey }) => queryKey)} />
    </HydrationBoundary>
  );
}

// Asks a list for its next page as soon as the list is at rest: asked in the middle of a refresh, the next page would cancel it and keep old rows.
'use client';
import { useEffect, useState } from 'react';

export type Growing = {
  readonly hasNextPage: boolean;
  readonly isFetching: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
};

/** `pending` from the asking until the page is there or has failed. */
export function useMore(query: Growing): { readonly more: () => void; readonly pending: boolean } {
  const [wanted, setWanted] = useState(false);
  const { isFetching, fetchNextPage } = query;
  useEffect(() => {
    if (!wanted || isFetching) return;
    setWanted(false);
    void fetchNextPage();
  }, [wanted, isFetching, fetchNextPage]);
  return { more: () => setWanted(true), pending: wanted || query.isFetchingNextPage };
}

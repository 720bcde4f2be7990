// What keeps a page from having its data, held on to while it is asked for again: an outage must not flicker between an error and
// an empty frame. Knows queries by the few fields it reads.
'use client';
import { useState } from 'react';

export type AskedQuery = {
  readonly data: unknown;
  readonly error: Error | null;
  /** Why the last try failed, while others follow. */
  readonly failureReason: Error | null;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
};

/** The error to show instead of data; undefined while there is data, or nothing has failed yet. */
export function useTrouble(query: AskedQuery): Error | undefined {
  const [kept, setKept] = useState<Error | null>(null);
  const now = query.error ?? query.failureReason;
  if (now !== null && now !== kept) setKept(now);
  if (query.data !== undefined) {
    if (kept !== null && now === null) setKept(null);
    return undefined;
  }
  return now ?? kept ?? undefined;
}

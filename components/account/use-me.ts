// Who is signed in, for what a page offers. Hides what may not be done; refusing it is the server's.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { Scope } from '@/lib/domain/principal';
import { meOptions } from '@/lib/query/console';

/** False while it is not known: a button that vanishes is worse than one that comes. */
export function useMay(scope: Scope): boolean {
  const { data } = useQuery(meOptions());
  return data?.scopes.includes(scope) ?? false;
}

/** Undefined while it is not known who is signed in. */
export function useHolds(): ((scope: Scope | 'signed-in') => boolean) | undefined {
  const { data } = useQuery(meOptions());
  return data === undefined ? undefined : (scope) => scope === 'signed-in' || data.scopes.includes(scope);
}

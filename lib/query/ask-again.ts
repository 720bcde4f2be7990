// Something changed: every answer about it is asked for again, also one whose first asking is still on its way.
import type { QueryClient } from '@tanstack/react-query';
import type { Key } from './invalidation';

/**
 * Invalidates by prefix. A first answer under way may be older than the change, and neither invalidating nor refetching starts it anew: it
 * is asked for once more when it has come. (To cancel it instead would let a busy stream of changes keep a slow list from ever coming.)
 */
export function askAgain(client: QueryClient, queryKey: Key): void {
  const firsts = client
    .getQueryCache()
    .findAll({ queryKey, fetchStatus: 'fetching', predicate: ({ state }) => state.data === undefined });
  for (const query of firsts) {
    const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    query.promise?.then(again, again);
  }
  void client.invalidateQueries({ queryKey });
}

// Something changed: every answer about it is asked for again, also one whose asking is still on its way.
import type { Query, QueryClient } from '@tanstack/react-query';
import type { Key } from './invalidation';

/** A first answer, or the next page of a list: neither is begun anew by invalidating, and the page would be cancelled by it and never come. */
const onItsWay = ({ state }: Query): boolean =>
  state.fetchStatus === 'fetching' && (state.data === undefined || state.fetchMeta?.fetchMore !== undefined);

/**
 * Invalidates by prefix. What is on its way may be older than the change: it is asked for once more when it has come. (To cancel it instead
 * would let a busy stream of changes keep a slow list from ever coming, or from growing.)
 */
export function askAgain(client: QueryClient, queryKey: Key): void {
  for (const query of client.getQueryCache().findAll({ queryKey, predicate: onItsWay })) {
    const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    query.promise?.then(again, again);
  }
  void client.invalidateQueries({ queryKey, predicate: (query) => !onItsWay(query) });
}

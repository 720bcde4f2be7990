// Questions about where requests may go, and which were refused.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { EGRESS_ENDPOINTS } from '../contract/egress-endpoints';
import { api } from './api';
import { type EgressFilter, queryKeys } from './query-keys';

const PAGE = 100;

export function egressOptions() {
  return queryOptions({
    queryKey: queryKeys.egress.hosts(),
    queryFn: ({ signal }) => api(EGRESS_ENDPOINTS.readEgress, { signal }),
  });
}

export function egressRefusalsOptions(filter: EgressFilter) {
  return infiniteQueryOptions({
    queryKey: queryKeys.egress.refusals(filter),
    queryFn: ({ pageParam, signal }) =>
      api(EGRESS_ENDPOINTS.listEgressRefusals, {
        query: { ...filter, limit: PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

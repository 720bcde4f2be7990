// Errors by cause: the list, and one of them.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ERROR_ENDPOINTS } from '../contract/error-endpoints';
import { api, apiPath } from './api';
import { type ErrorsFilter, queryKeys } from './query-keys';

export function errorsOptions(filter: ErrorsFilter) {
  return infiniteQueryOptions({
    queryKey: queryKeys.errors.list(filter),
    queryFn: ({ pageParam, signal }) =>
      api(ERROR_ENDPOINTS.listErrors, { query: { ...filter, limit: 25, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}

export function errorOptions(fingerprint: string, since: string | undefined) {
  return queryOptions({
    queryKey: queryKeys.errors.one(fingerprint, since),
    queryFn: ({ signal }) =>
      api(ERROR_ENDPOINTS.readError, { params: { fingerprint }, query: { since }, signal }),
    refetchInterval: 15_000,
  });
}

/** Where the browser takes the list as a file from. */
export function errorsExportPath(filter: ErrorsFilter, format: 'csv' | 'json'): string {
  return apiPath(ERROR_ENDPOINTS.exportErrors, {}, { ...filter, format });
}

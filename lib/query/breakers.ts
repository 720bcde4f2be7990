// Questions about breakers. The windows move with the clock, so that they are asked for again also when no event comes.
import { queryOptions } from '@tanstack/react-query';
import { BREAKER_ENDPOINTS } from '../contract/breaker-endpoints';
import { api } from './api';
import { queryKeys } from './query-keys';

const AGAIN_MS = 20_000;
/** Tools and models are few; one page of the longest kind holds them. */
const ALL = 500;

export function breakersOptions() {
  return queryOptions({
    queryKey: queryKeys.breakers.list(),
    queryFn: ({ signal }) => api(BREAKER_ENDPOINTS.listBreakers, { query: { limit: ALL }, signal }),
    refetchInterval: AGAIN_MS,
  });
}

export function breakerOptions(key: string) {
  return queryOptions({
    queryKey: queryKeys.breakers.one(key),
    queryFn: ({ signal }) => api(BREAKER_ENDPOINTS.readBreaker, { params: { key }, signal }),
    refetchInterval: AGAIN_MS,
  });
}

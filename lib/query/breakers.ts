// Questions about breakers. The windows move with the clock, so that they are asked for again also when no event comes.
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { BreakerDetail } from '../contract/breaker';
import { BREAKER_ENDPOINTS } from '../contract/breaker-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

const AGAIN_MS = 20_000;
/** While an isolation is not in force everywhere, or calls are in flight through it: no event tells of either. */
const UNSETTLED_MS = 1_000;
/** Tools and models are few; one page of the longest kind holds them. */
const ALL = 500;

export function breakersOptions() {
  return queryOptions({
    queryKey: queryKeys.breakers.list(),
    queryFn: ({ signal }) => api(BREAKER_ENDPOINTS.listBreakers, { query: { limit: ALL }, signal }),
    refetchInterval: AGAIN_MS,
  });
}

function isSettling(isolation: BreakerDetail['isolation']): boolean {
  return isolation !== null && (!isolation.effective || isolation.inFlight.length > 0);
}

export function breakerOptions(key: string) {
  return queryOptions({
    queryKey: queryKeys.breakers.one(key),
    queryFn: ({ signal }) => api(BREAKER_ENDPOINTS.readBreaker, { params: { key }, signal }),
    refetchInterval: ({ state: { data } }) => (isSettling(data?.isolation ?? null) ? UNSETTLED_MS : AGAIN_MS),
  });
}

/** The changes of all breakers, newest first; no window: they move with events alone. */
export function breakerChangesOptions() {
  return infiniteQueryOptions({
    queryKey: queryKeys.breakers.changes(),
    queryFn: ({ pageParam, signal }) =>
      api(BREAKER_ENDPOINTS.listBreakerChanges, { query: { limit: 20, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** `epoch`: as it was shown when the question was opened. */
export type BreakerAct = { key: string; reason: string; intent: string; epoch: number };

function keep(client: QueryClient, breaker: BreakerDetail): void {
  client.setQueryData(queryKeys.breakers.one(breaker.key), breaker);
  askAgain(client, queryKeys.breakers.list());
  askAgain(client, queryKeys.breakers.changes());
}

export function isolateBreakerMutation() {
  return mutationOptions({
    mutationKey: ['isolateBreaker'],
    mutationFn: ({ key, reason, intent }: BreakerAct) =>
      api(BREAKER_ENDPOINTS.isolateBreaker, { params: { key }, body: { reason }, intent }),
    onSuccess: (breaker, _act, _kept, { client }) => keep(client, breaker),
  });
}

export function resetBreakerMutation() {
  return mutationOptions({
    mutationKey: ['resetBreaker'],
    mutationFn: ({ key, reason, intent, epoch }: BreakerAct) =>
      api(BREAKER_ENDPOINTS.resetBreaker, { params: { key }, body: { reason, epoch }, intent }),
    onSuccess: (breaker, _act, _kept, { client }) => keep(client, breaker),
    onError: (_error, { key }, _kept, { client }) => askAgain(client, queryKeys.breakers.one(key)),
  });
}

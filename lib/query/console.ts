// Questions and acts about who is signed in, their sessions, and the overview.
import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { CONSOLE_ENDPOINTS } from '../contract/console-endpoints';
import { api } from './api';
import { type OverviewPeriod, queryKeys } from './query-keys';

export function meOptions() {
  return queryOptions({
    queryKey: queryKeys.me(),
    queryFn: ({ signal }) => api(CONSOLE_ENDPOINTS.readMe, { signal }),
  });
}

/** Carries the figures of a time window, so that it is asked for again each minute also when no event comes. */
export function overviewOptions(period: OverviewPeriod) {
  return queryOptions({
    queryKey: queryKeys.overview.period(period),
    queryFn: ({ signal }) => api(CONSOLE_ENDPOINTS.readOverview, { query: { period }, signal }),
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
}

export function sessionsOptions() {
  return queryOptions({
    queryKey: queryKeys.sessions(),
    queryFn: ({ signal }) => api(CONSOLE_ENDPOINTS.listSessions, { query: { limit: 500 }, signal }),
  });
}

export type RevokeSessionAct = { id: string };

/** Ending a session twice is ending it once; it needs no intent key. */
/** All of one's own but this one, or with an e-mail all of that person's. */
export function revokeSessionsMutation() {
  return mutationOptions({
    mutationKey: ['revokeSessions'],
    mutationFn: ({ user }: { user?: string }) =>
      api(CONSOLE_ENDPOINTS.revokeSessions, { query: { user, keep: 'current' } }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.sessions() }),
  });
}

export function revokeSessionMutation() {
  return mutationOptions({
    mutationKey: ['revokeSession'],
    mutationFn: ({ id }: RevokeSessionAct) => api(CONSOLE_ENDPOINTS.revokeSession, { params: { id } }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.sessions() }),
  });
}

// Questions and acts about people: who may sign in, their sessions, their passwords.
import { infiniteQueryOptions, mutationOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { CONSOLE_ENDPOINTS } from '../contract/console-endpoints';
import type { changePasswordBody, putUserBody } from '../contract/people';
import { PEOPLE_ENDPOINTS } from '../contract/people-endpoints';
import { api } from './api';
import { queryKeys } from './query-keys';

const PAGE = 100;

export function usersOptions() {
  return infiniteQueryOptions({
    queryKey: queryKeys.people(),
    queryFn: ({ pageParam, signal }) =>
      api(PEOPLE_ENDPOINTS.listUsers, { query: { limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Open sessions of a person by e-mail, or with `*` of everybody. */
export function sessionsOfOptions(user: string) {
  return infiniteQueryOptions({
    queryKey: queryKeys.sessionsOf(user),
    queryFn: ({ pageParam, signal }) =>
      api(CONSOLE_ENDPOINTS.listSessions, { query: { user, limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export type PutUserAct = {
  email: string;
  body: z.input<typeof putUserBody>;
  /** The version it was changed from; absent for a new person. */
  ifMatchVersion?: number;
};

export function putUserMutation() {
  return mutationOptions({
    mutationKey: ['putUser'],
    mutationFn: ({ email, ...act }: PutUserAct) =>
      api(PEOPLE_ENDPOINTS.putUser, { params: { email }, ...act }),
    // The answer may hold a password: it is told once and not asked for again.
    retry: false,
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      Promise.all(
        [queryKeys.people(), queryKeys.sessions(), queryKeys.about()].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

export function resetPasswordMutation() {
  return mutationOptions({
    mutationKey: ['resetPassword'],
    mutationFn: ({ email, reason }: { email: string; reason?: string }) =>
      api(PEOPLE_ENDPOINTS.resetPassword, { params: { email }, body: { reason } }),
    retry: false,
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      Promise.all(
        [queryKeys.people(), queryKeys.sessions()].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}

export function allowLinkMutation() {
  return mutationOptions({
    mutationKey: ['allowLink'],
    mutationFn: ({ email, reason, intent }: { email: string; reason?: string; intent: string }) =>
      api(PEOPLE_ENDPOINTS.allowLink, { params: { email }, body: { reason }, intent }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.people() }),
  });
}

/** Not tried again by itself: a second try after a lost answer would be a wrong password. */
export function changePasswordMutation() {
  return mutationOptions({
    mutationKey: ['changePassword'],
    mutationFn: (body: z.input<typeof changePasswordBody>) => api(PEOPLE_ENDPOINTS.changePassword, { body }),
    retry: false,
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.sessions() }),
  });
}

// Questions and acts about API keys and secrets.
import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { ACCESS_ENDPOINTS } from '../contract/access-endpoints';
import type { createApiKeyBody } from '../contract/api-key';
import { CONFIGURATION_ENDPOINTS } from '../contract/configuration-endpoints';
import { SECRET_ENDPOINTS } from '../contract/secret-endpoints';
import { api } from './api';
import { queryKeys } from './query-keys';

const PAGE = 100;

export function apiKeysOptions() {
  return infiniteQueryOptions({
    queryKey: queryKeys.apiKeys(),
    queryFn: ({ pageParam, signal }) =>
      api(ACCESS_ENDPOINTS.listApiKeys, { query: { limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Not tried again by itself: each try that arrives makes a key, and the answer of the first is lost. */
export function createApiKeyMutation() {
  return mutationOptions({
    mutationKey: ['createApiKey'],
    mutationFn: (body: z.input<typeof createApiKeyBody>) => api(ACCESS_ENDPOINTS.createApiKey, { body }),
    retry: false,
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.apiKeys() }),
  });
}

export function revokeApiKeyMutation() {
  return mutationOptions({
    mutationKey: ['revokeApiKey'],
    mutationFn: ({ id, reason }: { id: string; reason?: string }) =>
      api(ACCESS_ENDPOINTS.revokeApiKey, { params: { id }, body: { reason } }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.apiKeys() }),
  });
}

export type PutSecretAct = { name: string; value: string; ifMatchVersion?: number };

/** Not tried again by itself: each try that arrives makes a version. */
export function putSecretMutation() {
  return mutationOptions({
    mutationKey: ['putSecret'],
    mutationFn: ({ name, value, ...act }: PutSecretAct) =>
      api(CONFIGURATION_ENDPOINTS.putSecret, { params: { name }, body: { value }, ...act }),
    retry: false,
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.secrets() }),
  });
}

export function removeSecretMutation() {
  return mutationOptions({
    mutationKey: ['removeSecret'],
    mutationFn: ({ name, reason }: { name: string; reason?: string }) =>
      api(SECRET_ENDPOINTS.removeSecret, { params: { name }, body: { reason } }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.secrets() }),
  });
}

/** Files, and what was used last, change without an event. */
export function secretSourcesOptions() {
  return queryOptions({
    queryKey: queryKeys.secretSources(),
    queryFn: ({ signal }) => api(SECRET_ENDPOINTS.readSecretSources, { signal }),
    refetchInterval: 30_000,
  });
}

export function secretVersionsOptions(name: string) {
  return queryOptions({
    queryKey: queryKeys.secretVersions(name),
    queryFn: ({ signal }) =>
      api(SECRET_ENDPOINTS.listSecretVersions, { params: { name }, query: { limit: 20 }, signal }),
  });
}

// Questions and acts about bulk actions.
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { startBulkBody } from '../contract/bulk';
import { BULK_ENDPOINTS } from '../contract/bulk-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

const RECENT = 20;

/** The newest ones, those that run among them; live. */
export function recentBulkOptions() {
  return queryOptions({
    queryKey: queryKeys.bulk.recent(),
    queryFn: ({ signal }) => api(BULK_ENDPOINTS.listBulk, { query: { limit: RECENT }, signal }),
  });
}

/** One, with what failed in it; live. */
export function bulkOptions(id: string) {
  return queryOptions({
    queryKey: queryKeys.bulk.one(id),
    queryFn: ({ signal }) => api(BULK_ENDPOINTS.readBulk, { params: { id }, signal }),
  });
}

/** The first runs that were left out of one, and why. */
export function skippedRunsOptions(id: string) {
  return queryOptions({
    queryKey: queryKeys.bulk.skipped(id),
    queryFn: ({ signal }) =>
      api(BULK_ENDPOINTS.listBulkItems, {
        params: { id },
        query: { outcome: 'skipped', limit: RECENT },
        signal,
      }),
  });
}

export type StartBulkAct = { intent: string; body: z.input<typeof startBulkBody> };

export function startBulkMutation() {
  return mutationOptions({
    mutationKey: ['startBulk'],
    mutationFn: ({ intent, body }: StartBulkAct) => api(BULK_ENDPOINTS.startBulk, { body, intent }),
    onSettled: (_started, _error, _act, _kept, { client }) => {
      askAgain(client, queryKeys.bulk.all());
    },
  });
}

export function abortBulkMutation() {
  return mutationOptions({
    mutationKey: ['abortBulk'],
    mutationFn: ({ intent, id }: { intent: string; id: string }) =>
      api(BULK_ENDPOINTS.abortBulk, { params: { id }, intent }),
    onSettled: (_bulk, _error, _act, _kept, { client }) => {
      askAgain(client, queryKeys.bulk.all());
    },
  });
}

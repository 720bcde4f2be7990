// Questions and acts about this installation as a whole.
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { putSettingsBody } from '../contract/installation';
import { INSTALLATION_ENDPOINTS } from '../contract/installation-endpoints';
import { api } from './api';
import { queryKeys } from './query-keys';

/** Workers come and go without an event. */
export function aboutOptions() {
  return queryOptions({
    queryKey: queryKeys.about(),
    queryFn: ({ signal }) => api(INSTALLATION_ENDPOINTS.readAbout, { signal }),
    refetchInterval: 10_000,
  });
}

export function settingsOptions() {
  return queryOptions({
    queryKey: queryKeys.settings(),
    queryFn: ({ signal }) => api(INSTALLATION_ENDPOINTS.readSettings, { signal }),
  });
}

export type PutSettingsAct = { body: z.input<typeof putSettingsBody>; ifMatchVersion: number };

export function putSettingsMutation() {
  return mutationOptions({
    mutationKey: ['putSettings'],
    mutationFn: (act: PutSettingsAct) => api(INSTALLATION_ENDPOINTS.putSettings, act),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.settings() }),
  });
}

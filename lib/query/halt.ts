// The halt: whether it stands, and setting and lifting it.
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { HALT_ENDPOINTS } from '../contract/halt-endpoints';
import { api } from './api';
import { queryKeys } from './query-keys';

/** While it is not known whether everybody obeys, or something is still in flight, the answer moves by itself: no event tells of it. */
const UNSETTLED_MS = 1_000;
const SETTLED_MS = 30_000;

export function haltOptions() {
  return queryOptions({
    queryKey: queryKeys.halt(),
    queryFn: ({ signal }) => api(HALT_ENDPOINTS.readHalt, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.halted === true && (!data.effective || data.inFlightCount > 0) ? UNSETTLED_MS : SETTLED_MS,
  });
}

export type SetHaltAct = { intent: string; reason: string };

export function setHaltMutation() {
  return mutationOptions({
    mutationKey: ['setHalt'],
    mutationFn: ({ intent, reason }: SetHaltAct) => api(HALT_ENDPOINTS.setHalt, { body: { reason }, intent }),
    onSuccess: (halt, _act, _kept, { client }) => client.setQueryData(queryKeys.halt(), halt),
  });
}

export function liftHaltMutation() {
  return mutationOptions({
    mutationKey: ['liftHalt'],
    mutationFn: ({ reason }: { reason: string }) => api(HALT_ENDPOINTS.liftHalt, { body: { reason } }),
    onSuccess: (halt, _act, _kept, { client }) => client.setQueryData(queryKeys.halt(), halt),
  });
}

// Questions and acts about how people prove who they are, and the one who asks for it when an act needs it.
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { PROOF_ENDPOINTS } from '../contract/proof-endpoints';
import type { reauthenticateBody, removeSecondFactorBody } from '../contract/second-factor';
import { api } from './api';
import { queryKeys } from './query-keys';

export function secondFactorOptions() {
  return queryOptions({
    queryKey: queryKeys.secondFactor(),
    queryFn: ({ signal }) => api(PROOF_ENDPOINTS.readSecondFactor, { signal }),
  });
}

/** None of these is tried again by itself: a second try after a lost answer would be a wrong code, or tell a secret that nobody saw. */
export function beginSecondFactorMutation() {
  return mutationOptions({
    mutationKey: ['beginSecondFactor'],
    mutationFn: (body: { password: string }) => api(PROOF_ENDPOINTS.beginSecondFactor, { body }),
    retry: false,
  });
}

export function confirmSecondFactorMutation() {
  return mutationOptions({
    mutationKey: ['confirmSecondFactor'],
    mutationFn: (body: { code: string }) => api(PROOF_ENDPOINTS.confirmSecondFactor, { body }),
    retry: false,
  });
}

export function removeSecondFactorMutation() {
  return mutationOptions({
    mutationKey: ['removeSecondFactor'],
    mutationFn: (body: z.input<typeof removeSecondFactorBody>) =>
      api(PROOF_ENDPOINTS.removeSecondFactor, { body }),
    retry: false,
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.secondFactor() }),
  });
}

export function resetSecondFactorMutation() {
  return mutationOptions({
    mutationKey: ['resetSecondFactor'],
    mutationFn: ({ email, reason, intent }: { email: string; reason?: string; intent: string }) =>
      api(PROOF_ENDPOINTS.resetSecondFactor, { params: { email }, body: { reason }, intent }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.people() }),
  });
}

export function reauthenticateMutation() {
  return mutationOptions({
    mutationKey: ['reauthenticate'],
    mutationFn: (body: z.input<typeof reauthenticateBody>) => api(PROOF_ENDPOINTS.reauthenticate, { body }),
    retry: false,
  });
}

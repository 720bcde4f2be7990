// Questions and acts about the policy. An answer of an act is what holds from then on.
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { PoliciesShape, PutPolicyDraftBody, SimulatePoliciesBody } from '../contract/policy';
import { POLICY_ENDPOINTS } from '../contract/policy-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { queryKeys } from './query-keys';

/** While a version is logged, what it would have changed grows without an event. */
const AGAIN_MS = 15_000;

export function policiesOptions() {
  return queryOptions({
    queryKey: queryKeys.policies.now(),
    queryFn: ({ signal }) => api(POLICY_ENDPOINTS.readPolicies, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.candidate == null ? false : AGAIN_MS),
  });
}

export function policyVersionOptions(version: number) {
  return queryOptions({
    queryKey: queryKeys.policies.version(version),
    queryFn: ({ signal }) => api(POLICY_ENDPOINTS.readPolicyVersion, { params: { version }, signal }),
  });
}

export function policyChangesOptions() {
  return infiniteQueryOptions({
    queryKey: queryKeys.policies.changes(),
    queryFn: ({ pageParam, signal }) =>
      api(POLICY_ENDPOINTS.listPolicyChanges, { query: { limit: 20, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** No event tells of a call that would have gone another way. */
export function policyDifferencesOptions(version: number) {
  return infiniteQueryOptions({
    queryKey: queryKeys.policies.differences(version),
    queryFn: ({ pageParam, signal }) =>
      api(POLICY_ENDPOINTS.listPolicyDifferences, {
        query: { version, limit: 20, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: AGAIN_MS,
  });
}

export function backtestPoliciesMutation() {
  return mutationOptions({
    mutationKey: ['backtestPolicies'],
    mutationFn: () => api(POLICY_ENDPOINTS.backtestPolicies, { body: {} }),
  });
}

export type PutDraftAct = { body: PutPolicyDraftBody; ifMatchVersion: number };

export function putPolicyDraftMutation() {
  return mutationOptions({
    mutationKey: ['putPolicyDraft'],
    mutationFn: (act: PutDraftAct) => api(POLICY_ENDPOINTS.putPolicyDraft, act),
    onSuccess: (draft, _act, _kept, { client }) =>
      client.setQueryData(
        queryKeys.policies.now(),
        (now: PoliciesShape | undefined) => now && { ...now, draft },
      ),
  });
}

export function simulatePoliciesMutation() {
  return mutationOptions({
    mutationKey: ['simulatePolicies'],
    mutationFn: (body: SimulatePoliciesBody) => api(POLICY_ENDPOINTS.simulatePolicies, { body }),
  });
}

/** `revision`: what was seen by whoever decided. */
export type PolicyAct = { reason: string; revision: number; intent: string };

function keep(client: QueryClient, now: PoliciesShape): void {
  client.setQueryData(queryKeys.policies.now(), now);
  askAgain(client, queryKeys.policies.changes());
}

export function publishPoliciesMutation() {
  return mutationOptions({
    mutationKey: ['publishPolicies'],
    mutationFn: ({ reason, revision, intent, version }: PolicyAct & { version?: number }) =>
      api(POLICY_ENDPOINTS.publishPolicies, {
        body: { reason, version },
        ifMatchVersion: revision,
        intent,
      }),
    onSuccess: (now, _act, _kept, { client }) => keep(client, now),
  });
}

export function rollBackPoliciesMutation() {
  return mutationOptions({
    mutationKey: ['rollBackPolicies'],
    mutationFn: ({ reason, revision, intent, version }: PolicyAct & { version: number }) =>
      api(POLICY_ENDPOINTS.rollBackPolicies, {
        body: { reason, version },
        ifMatchVersion: revision,
        intent,
      }),
    onSuccess: (now, _act, _kept, { client }) => keep(client, now),
  });
}

export function logPoliciesMutation() {
  return mutationOptions({
    mutationKey: ['logPolicies'],
    mutationFn: ({ reason, revision, intent }: PolicyAct) =>
      api(POLICY_ENDPOINTS.logPolicies, { body: { reason }, ifMatchVersion: revision, intent }),
    onSuccess: (now, _act, _kept, { client }) => keep(client, now),
  });
}

export function stopLoggingPoliciesMutation() {
  return mutationOptions({
    mutationKey: ['stopLoggingPolicies'],
    mutationFn: ({ reason, revision, intent }: PolicyAct) =>
      api(POLICY_ENDPOINTS.stopLoggingPolicies, { body: { reason }, ifMatchVersion: revision, intent }),
    onSuccess: (now, _act, _kept, { client }) => keep(client, now),
  });
}

// Questions and acts about an approval beside its decision: its history, who is at it, what is said.
import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { APPROVAL_ENDPOINTS } from '../contract/approval-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { newIntent } from './intent';
import { queryKeys } from './query-keys';

/** More than people write; the API has the rest page by page. */
const MOST_SHOWN = 500;

/** Oldest first; live. */
export function approvalHistoryOptions(id: string) {
  return queryOptions({
    queryKey: queryKeys.approvals.history(id),
    queryFn: ({ signal }) =>
      api(APPROVAL_ENDPOINTS.readApprovalHistory, { params: { id }, query: { limit: MOST_SHOWN }, signal }),
  });
}

/** `intent`: newIntent() of the keystroke or click. */
type Act = { readonly intent: string; readonly id: string };

export function claimApprovalMutation() {
  return mutationOptions({
    mutationKey: ['claimApproval'],
    mutationFn: ({ intent, id }: Act) =>
      api(APPROVAL_ENDPOINTS.claimApproval, { params: { id }, body: {}, intent }),
    onSettled: (_approval, _error, _act, _kept, { client }) => askAgain(client, queryKeys.approvals.all()),
  });
}

export function releaseApprovalMutation() {
  return mutationOptions({
    mutationKey: ['releaseApproval'],
    mutationFn: ({ intent, id }: Act) => api(APPROVAL_ENDPOINTS.releaseApproval, { params: { id }, intent }),
    onSettled: (_approval, _error, _act, _kept, { client }) => askAgain(client, queryKeys.approvals.all()),
  });
}

/** Out of one's own queue until then, or until the call changes; null brings it back. */
export function snoozeApprovalMutation() {
  return mutationOptions({
    mutationKey: ['snoozeApproval'],
    mutationFn: ({ intent, id, until }: Act & { readonly until: string | null }) =>
      api(APPROVAL_ENDPOINTS.snoozeApproval, { params: { id }, body: { until }, intent }),
    onSettled: (_answer, _error, _act, _kept, { client }) => askAgain(client, queryKeys.approvals.all()),
  });
}

export function commentApprovalMutation() {
  return mutationOptions({
    mutationKey: ['commentApproval'],
    mutationFn: ({ intent, id, text }: Act & { readonly text: string }) =>
      api(APPROVAL_ENDPOINTS.commentApproval, { params: { id }, body: { text }, intent }),
    onSettled: (_event, _error, { id }, _kept, { client }) =>
      askAgain(client, queryKeys.approvals.history(id)),
  });
}

/** Told once for a card that was opened; that it could not be told is no matter of whoever reads the card. */
export function tellViewed(id: string): void {
  api(APPROVAL_ENDPOINTS.viewApproval, { params: { id }, intent: newIntent() }).catch(() => undefined);
}

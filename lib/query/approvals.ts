// Questions and acts about approvals.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { answerQuestionBody, decideApprovalBody } from '../contract/approval';
import type { decideApprovalsBody } from '../contract/approval-batch';
import { APPROVAL_ENDPOINTS } from '../contract/approval-endpoints';
import { QUESTION_ENDPOINTS } from '../contract/question-endpoints';
import { api } from './api';
import { askAgain } from './ask-again';
import { type ApprovalCountFilter, type ApprovalsFilter, queryKeys } from './query-keys';

/** Pending ones come most urgent first, the others newest first. */
export function approvalsListOptions(filter: ApprovalsFilter = {}) {
  return infiniteQueryOptions({
    queryKey: queryKeys.approvals.list(filter),
    queryFn: ({ pageParam, signal }) =>
      api(APPROVAL_ENDPOINTS.listApprovals, { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** How many there are in all, however many of them are loaded; live. */
export function approvalCountOptions(filter: ApprovalCountFilter) {
  return queryOptions({
    queryKey: queryKeys.approvals.count(filter),
    queryFn: ({ signal }) => api(APPROVAL_ENDPOINTS.countApprovals, { query: filter, signal }),
    placeholderData: keepPreviousData,
  });
}

export function approvalCardOptions(id: string) {
  return queryOptions({
    queryKey: queryKeys.approvals.card(id),
    queryFn: ({ signal }) => api(APPROVAL_ENDPOINTS.readApprovalCard, { params: { id }, signal }),
  });
}

type AnswerAct = { intent: string; runId: string; body: z.input<typeof answerQuestionBody> };

export function answerQuestionMutation() {
  return mutationOptions({
    mutationKey: ['answerQuestion'],
    mutationFn: ({ intent, runId, body }: AnswerAct) =>
      api(QUESTION_ENDPOINTS.answerQuestion, { params: { id: runId }, body, intent }),
    onSettled: (_approval, _error, { runId }, _kept, { client }) => {
      askAgain(client, queryKeys.approvals.all());
      askAgain(client, queryKeys.runs.detail(runId));
      askAgain(client, queryKeys.overview.all());
    },
  });
}

/** `intent`: newIntent() of the keystroke or click; `runId` so that its page follows. */
export type DecideAct = {
  intent: string;
  id: string;
  runId: string;
  body: z.input<typeof decideApprovalBody>;
};

/** Settled either way, card and queue are asked for again: `already_decided` and `approval_stale` mean that they show the past. */
export function decideApprovalMutation() {
  return mutationOptions({
    mutationKey: ['decideApproval'],
    mutationFn: ({ intent, id, body }: DecideAct) =>
      api(APPROVAL_ENDPOINTS.decideApproval, { params: { id }, body, intent }),
    onSettled: (_approval, _error, { runId }, _kept, { client }) => {
      askAgain(client, queryKeys.approvals.all());
      askAgain(client, queryKeys.runs.detail(runId));
      askAgain(client, queryKeys.overview.all());
    },
  });
}

export type DecideTogether = { intent: string; body: z.input<typeof decideApprovalsBody> };

/** Several that are alike; the answer tells of each. */
export function decideApprovalsMutation() {
  return mutationOptions({
    mutationKey: ['decideApprovals'],
    mutationFn: ({ intent, body }: DecideTogether) =>
      api(APPROVAL_ENDPOINTS.decideApprovals, { body, intent }),
    onSettled: (_answer, _error, _act, _kept, { client }) => {
      askAgain(client, queryKeys.approvals.all());
      askAgain(client, queryKeys.runs.all());
      askAgain(client, queryKeys.overview.all());
    },
  });
}

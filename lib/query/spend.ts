// Questions about what was spent. Each carries a time window, so that it is asked for again each minute also when no event comes.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { SPEND_ENDPOINTS } from '../contract/spend-endpoints';
import { api, apiPath } from './api';
import {
  type EstimatesQuestion,
  queryKeys,
  type SavingsQuestion,
  type SpendQuestion,
  type TaskCostsQuestion,
  type TopRunsQuestion,
} from './query-keys';

const AGAIN_MS = 60_000;

export function spendOptions(question: SpendQuestion) {
  return queryOptions({
    queryKey: queryKeys.spend.read(question),
    // Nothing of an earlier question is shown in its place: its rows would be drawn in the slices of this one.
    queryFn: ({ signal }) => api(SPEND_ENDPOINTS.readSpend, { query: asked(question), signal }),
    refetchInterval: AGAIN_MS,
  });
}

export function taskCostsOptions(question: TaskCostsQuestion) {
  return queryOptions({
    queryKey: queryKeys.spend.tasks(question),
    queryFn: ({ signal }) => api(SPEND_ENDPOINTS.readTaskCosts, { query: question, signal }),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}

export function estimatesOptions(question: EstimatesQuestion) {
  return queryOptions({
    queryKey: queryKeys.spend.estimates(question),
    queryFn: ({ signal }) => api(SPEND_ENDPOINTS.readEstimates, { query: question, signal }),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}

export function savingsOptions(question: SavingsQuestion) {
  return queryOptions({
    queryKey: queryKeys.spend.savings(question),
    queryFn: ({ signal }) => api(SPEND_ENDPOINTS.readSavings, { query: question, signal }),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}

export function topRunsOptions(question: TopRunsQuestion) {
  return queryOptions({
    queryKey: queryKeys.spend.topRuns(question),
    queryFn: ({ signal }) => api(SPEND_ENDPOINTS.readTopRuns, { query: question, signal }),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}

/** The address of the rows of a question as a file. */
export function spendFile(question: SpendQuestion, format: 'csv' | 'json'): string {
  return apiPath(SPEND_ENDPOINTS.exportSpend, {}, { ...question, format });
}

const asked = (question: SpendQuestion) => ({ ...question, by: [...question.by] });

// Questions and acts about providers' usage exports. What was counted here moves with the runs, so that the difference is asked for again each minute.
import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { importUsageQuery } from '../contract/reconciliation';
import { RECONCILIATION_ENDPOINTS } from '../contract/reconciliation-endpoints';
import { api, apiPath } from './api';
import { queryKeys, type ReconciliationQuestion } from './query-keys';

const AGAIN_MS = 60_000;
/** The newest; more are for the API. */
export const IMPORTS_SHOWN = 50;

export function reconciliationOptions(question: ReconciliationQuestion) {
  return queryOptions({
    queryKey: queryKeys.spend.reconciliation(question),
    queryFn: ({ signal }) => api(RECONCILIATION_ENDPOINTS.readReconciliation, { query: question, signal }),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
}

export function usageImportsOptions() {
  return queryOptions({
    queryKey: queryKeys.spend.imports(),
    queryFn: ({ signal }) =>
      api(RECONCILIATION_ENDPOINTS.listUsageImports, { query: { limit: IMPORTS_SHOWN }, signal }),
    refetchInterval: AGAIN_MS,
  });
}

export type ImportUsageAct = {
  intent: string;
  query: z.input<typeof importUsageQuery>;
  /** The file. */
  text: string;
};

export function importUsageMutation() {
  return mutationOptions({
    mutationKey: ['importUsage'],
    mutationFn: ({ intent, query, text }: ImportUsageAct) =>
      api(RECONCILIATION_ENDPOINTS.importUsage, { query, body: text, intent }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.spend.all() }),
  });
}

export function withdrawUsageImportMutation() {
  return mutationOptions({
    mutationKey: ['withdrawUsageImport'],
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      api(RECONCILIATION_ENDPOINTS.withdrawUsageImport, { params: { id }, body: { reason } }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.spend.all() }),
  });
}

/** The address of the rows of a question as a file. */
export function reconciliationFile(question: ReconciliationQuestion, format: 'csv' | 'json'): string {
  return apiPath(RECONCILIATION_ENDPOINTS.exportReconciliation, {}, { ...question, format });
}

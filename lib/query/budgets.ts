// Questions and acts about budgets. Spent and held move with the runs, and periods end without an event, so that they are asked for again.
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { BudgetShape, putBudgetBody } from '../contract/budget';
import { BUDGET_ENDPOINTS } from '../contract/budget-endpoints';
import { api } from './api';
import { queryKeys } from './query-keys';

const AGAIN_MS = 20_000;
const ALL = 500;

export function budgetsOptions() {
  return queryOptions({
    queryKey: queryKeys.budgets.list(),
    queryFn: ({ signal }) => api(BUDGET_ENDPOINTS.listBudgets, { query: { limit: ALL }, signal }),
    refetchInterval: AGAIN_MS,
  });
}

export function holdsOptions() {
  return queryOptions({
    queryKey: queryKeys.budgets.holds(),
    queryFn: ({ signal }) => api(BUDGET_ENDPOINTS.listHolds, { query: { limit: ALL }, signal }),
    refetchInterval: AGAIN_MS,
  });
}

const again = (client: QueryClient) => client.invalidateQueries({ queryKey: queryKeys.budgets.all() });

export type PutBudgetAct = {
  scope: string;
  body: z.input<typeof putBudgetBody>;
  ifMatchVersion?: number;
};

export function putBudgetMutation() {
  return mutationOptions({
    mutationKey: ['putBudget'],
    mutationFn: ({ scope, ...act }: PutBudgetAct) =>
      api(BUDGET_ENDPOINTS.putBudget, { params: { scope }, ...act }),
    onSettled: (_answer, _error, _act, _kept, { client }) => again(client),
  });
}

export function archiveBudgetMutation() {
  return mutationOptions({
    mutationKey: ['archiveBudget'],
    mutationFn: ({ scope, period }: Pick<BudgetShape, 'scope' | 'period'>) =>
      api(BUDGET_ENDPOINTS.archiveBudget, { params: { scope }, query: { period } }),
    onSettled: (_answer, _error, _act, _kept, { client }) => again(client),
  });
}

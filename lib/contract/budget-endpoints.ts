// Endpoints of budgets and holds.
import {
  archiveBudgetQuery,
  budgetByScope,
  budgetPage,
  holdPage,
  putBudgetAnswer,
  putBudgetBody,
} from './budget';
import { endpoint } from './endpoint';
import { pageQuery } from './page';

export const BUDGET_ENDPOINTS = {
  listBudgets: endpoint({
    id: 'listBudgets',
    method: 'GET',
    path: '/budgets',
    summary: 'List budgets in their present period',
    scope: 'runs:read',
    query: pageQuery,
    status: 200,
    response: budgetPage,
  }),
  putBudget: endpoint({
    id: 'putBudget',
    method: 'PUT',
    path: '/budgets/{scope}',
    summary: 'Say how much may be spent in a scope in each day or month, or in all',
    scope: 'budgets:write',
    params: budgetByScope,
    body: putBudgetBody,
    status: 200,
    response: putBudgetAnswer,
  }),
  archiveBudget: endpoint({
    id: 'archiveBudget',
    method: 'DELETE',
    path: '/budgets/{scope}',
    summary: 'Take a budget away: it bounds nothing any more, and what was spent is kept',
    scope: 'budgets:write',
    params: budgetByScope,
    query: archiveBudgetQuery,
    status: 204,
  }),
  listHolds: endpoint({
    id: 'listHolds',
    method: 'GET',
    path: '/holds',
    summary: 'List what is held for calls under way, newest first',
    scope: 'runs:read',
    query: pageQuery,
    status: 200,
    response: holdPage,
  }),
} as const;

// Endpoints of budgets.
import { budgetPage } from './budget';
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
} as const;

// Endpoints of what was spent.
import { endpoint } from './endpoint';
import { estimatesQuery, estimatesShape } from './estimates';
import { savingsQuery, savingsShape } from './savings';
import {
  exportSpendQuery,
  spendExport,
  spendQuery,
  spendShape,
  taskCostsQuery,
  taskCostsShape,
  topRunsQuery,
  topRunsShape,
} from './spend';

export const SPEND_ENDPOINTS = {
  readSpend: endpoint({
    id: 'readSpend',
    method: 'GET',
    path: '/spend',
    summary: 'What was spent in a period, by the keys asked for',
    scope: 'runs:read',
    query: spendQuery,
    status: 200,
    response: spendShape,
  }),
  exportSpend: endpoint({
    id: 'exportSpend',
    method: 'GET',
    path: '/spend/export',
    summary: 'Export what was spent, row by row as the same question answers it',
    scope: 'runs:read',
    query: exportSpendQuery,
    status: 200,
    response: spendExport,
    download: true,
  }),
  readTaskCosts: endpoint({
    id: 'readTaskCosts',
    method: 'GET',
    path: '/spend/tasks',
    summary: 'What one successful run costs, by agent',
    scope: 'runs:read',
    query: taskCostsQuery,
    status: 200,
    response: taskCostsShape,
  }),
  readEstimates: endpoint({
    id: 'readEstimates',
    method: 'GET',
    path: '/spend/estimates',
    summary: 'What was held for calls of models in a period, and what they cost',
    scope: 'runs:read',
    query: estimatesQuery,
    status: 200,
    response: estimatesShape,
  }),
  readSavings: endpoint({
    id: 'readSavings',
    method: 'GET',
    path: '/spend/savings',
    summary:
      'What caching saved in a period: by prefix caches of providers, and by reads that were not made again',
    scope: 'runs:read',
    query: savingsQuery,
    status: 200,
    response: savingsShape,
  }),
  readTopRuns: endpoint({
    id: 'readTopRuns',
    method: 'GET',
    path: '/spend/runs',
    summary: 'The runs that spent most in a period',
    scope: 'runs:read',
    query: topRunsQuery,
    status: 200,
    response: topRunsShape,
  }),
} as const;

// Endpoints of providers' usage exports and what differs from them.
import { endpoint } from './endpoint';
import { pageQuery } from './page';
import {
  exportReconciliationQuery,
  importUsageBody,
  importUsageQuery,
  MOST_IMPORT_BYTES,
  reconciliationExport,
  reconciliationQuery,
  reconciliationShape,
  usageImportPage,
  usageImportShape,
} from './reconciliation';

export const RECONCILIATION_ENDPOINTS = {
  importUsage: endpoint({
    id: 'importUsage',
    method: 'POST',
    path: '/spend/reconciliation/imports',
    summary: 'Import a provider’s usage export, all of it or nothing',
    scope: 'budgets:write',
    query: importUsageQuery,
    body: importUsageBody,
    bodyText: { mediaType: 'text/csv', mostBytes: MOST_IMPORT_BYTES },
    status: 201,
    response: usageImportShape,
    idempotent: true,
    errors: ['conflict'],
  }),
  listUsageImports: endpoint({
    id: 'listUsageImports',
    method: 'GET',
    path: '/spend/reconciliation/imports',
    summary: 'List the usage exports that were imported, newest first',
    scope: 'runs:read',
    query: pageQuery,
    status: 200,
    response: usageImportPage,
  }),
  readReconciliation: endpoint({
    id: 'readReconciliation',
    method: 'GET',
    path: '/spend/reconciliation',
    summary: 'What providers say was used beside what Bulkhead counted, by day and model',
    scope: 'runs:read',
    query: reconciliationQuery,
    status: 200,
    response: reconciliationShape,
  }),
  exportReconciliation: endpoint({
    id: 'exportReconciliation',
    method: 'GET',
    path: '/spend/reconciliation/export',
    summary: 'Export the difference, row by row as the same question answers it',
    scope: 'runs:read',
    query: exportReconciliationQuery,
    status: 200,
    response: reconciliationExport,
    download: true,
  }),
} as const;

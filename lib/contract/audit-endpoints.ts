// Endpoints of the record: search, export, check.
import { z } from 'zod';
import {
  auditEventShape,
  auditPage,
  auditVerdictShape,
  exportAuditQuery,
  listAuditQuery,
  verifyAuditQuery,
} from './audit';
import { endpoint } from './endpoint';

export const AUDIT_ENDPOINTS = {
  listAudit: endpoint({
    id: 'listAudit',
    method: 'GET',
    path: '/audit',
    summary: 'What people and keys did, newest first',
    scope: 'audit:read',
    query: listAuditQuery,
    status: 200,
    response: auditPage,
  }),
  exportAudit: endpoint({
    id: 'exportAudit',
    method: 'GET',
    path: '/audit/export',
    summary: 'Export the record, as the list with the same filter has it',
    scope: 'audit:read',
    query: exportAuditQuery,
    status: 200,
    response: z.array(auditEventShape),
    download: true,
  }),
  verifyAudit: endpoint({
    id: 'verifyAudit',
    method: 'GET',
    path: '/audit/verify',
    summary: 'Check that each event of the record follows from the one before it',
    scope: 'audit:read',
    query: verifyAuditQuery,
    status: 200,
    response: auditVerdictShape,
  }),
} as const;

// Endpoints of the record: search, export, check.
import { z } from 'zod';
import {
  auditEventShape,
  auditPage,
  auditVerdictShape,
  exportAuditQuery,
  journalsVerdictShape,
  listAuditQuery,
  verifyAuditQuery,
  verifyJournalsQuery,
} from './audit';
import { endpoint } from './endpoint';
import { evidencePart, evidenceQuery } from './evidence';
import { uuid } from './page';

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
  readAuditEvent: endpoint({
    id: 'readAuditEvent',
    method: 'GET',
    path: '/audit/{seq}',
    summary: 'Read one event of the record',
    scope: 'audit:read',
    params: z.strictObject({ seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
    status: 200,
    response: auditEventShape,
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
  verifyJournals: endpoint({
    id: 'verifyJournals',
    method: 'GET',
    path: '/audit/verify/journals',
    summary: 'Check a piece of the journals of runs against themselves and against what was sealed of them',
    scope: 'audit:read',
    query: verifyJournalsQuery,
    status: 200,
    response: journalsVerdictShape,
  }),
  exportEvidence: endpoint({
    id: 'exportEvidence',
    method: 'GET',
    path: '/runs/{id}/evidence',
    summary: 'One run as a file that an auditor reads and checks alone',
    scope: 'audit:read',
    params: z.strictObject({ id: uuid }),
    query: evidenceQuery,
    status: 200,
    response: z.array(evidencePart),
    download: 'page',
    errors: ['not_found'],
  }),
} as const;

// Endpoints of approvals: the queue, one card, the decision.
import { z } from 'zod';
import {
  approvalCardShape,
  approvalCount,
  approvalPage,
  approvalShape,
  countApprovalsQuery,
  decideApprovalBody,
  listApprovalsQuery,
} from './approval';
import { decideApprovalsBody, decidedApprovals } from './approval-batch';
import { endpoint } from './endpoint';
import { uuid } from './page';

const byId = z.strictObject({ id: uuid });

export const APPROVAL_ENDPOINTS = {
  listApprovals: endpoint({
    id: 'listApprovals',
    method: 'GET',
    path: '/approvals',
    summary: 'List approvals: pending ones most urgent first',
    scope: 'approvals:read',
    query: listApprovalsQuery,
    status: 200,
    response: approvalPage,
  }),
  countApprovals: endpoint({
    id: 'countApprovals',
    method: 'GET',
    path: '/approvals/count',
    summary: 'Count approvals, as the list with the same filter has them',
    scope: 'approvals:read',
    query: countApprovalsQuery,
    status: 200,
    response: approvalCount,
  }),
  readApproval: endpoint({
    id: 'readApproval',
    method: 'GET',
    path: '/approvals/{id}',
    summary: 'Read an approval',
    scope: 'approvals:read',
    params: byId,
    status: 200,
    response: approvalShape,
    errors: ['not_found'],
  }),
  readApprovalCard: endpoint({
    id: 'readApprovalCard',
    method: 'GET',
    path: '/approvals/{id}/card',
    summary: 'Read an approval with what a person needs to decide',
    scope: 'approvals:read',
    params: byId,
    status: 200,
    response: approvalCardShape,
    errors: ['not_found'],
  }),
  decideApproval: endpoint({
    id: 'decideApproval',
    method: 'POST',
    path: '/approvals/{id}/decision',
    summary: 'Decide an approval',
    scope: 'approvals:decide',
    params: byId,
    body: decideApprovalBody,
    status: 200,
    response: approvalShape,
    idempotent: true,
    errors: [
      'not_found',
      'conflict',
      'already_decided',
      'approval_stale',
      'idempotency_mismatch',
      'in_flight',
    ],
  }),
  decideApprovals: endpoint({
    id: 'decideApprovals',
    method: 'POST',
    path: '/approvals/decisions',
    summary: 'Decide several calls that are alike',
    scope: 'approvals:decide',
    body: decideApprovalsBody,
    status: 200,
    response: decidedApprovals,
    idempotent: true,
    errors: ['not_found', 'conflict', 'idempotency_mismatch', 'in_flight'],
  }),
} as const;

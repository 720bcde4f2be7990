// Endpoints of compensation: see what undoing would call, and do it.
import { z } from 'zod';
import { compensateBody, compensationQuery, compensationShape } from './compensation';
import { endpoint } from './endpoint';
import { uuid } from './page';
import { runShape } from './run';

const byId = z.strictObject({ id: uuid });

export const COMPENSATION_ENDPOINTS = {
  readCompensation: endpoint({
    id: 'readCompensation',
    method: 'GET',
    path: '/runs/{id}/compensation',
    summary: 'What of a run can be undone, by which calls, and what was',
    scope: 'runs:read',
    params: byId,
    query: compensationQuery,
    status: 200,
    response: compensationShape,
    errors: ['not_found'],
  }),
  compensateRun: endpoint({
    id: 'compensateRun',
    method: 'POST',
    path: '/runs/{id}/compensate',
    summary: 'Undo effects of an ended run, the latest first, by a run of its own',
    scope: 'runs:write',
    params: byId,
    body: compensateBody,
    status: 201,
    response: runShape,
    idempotent: true,
    errors: ['not_found', 'conflict', 'halted', 'idempotency_mismatch', 'in_flight'],
  }),
} as const;

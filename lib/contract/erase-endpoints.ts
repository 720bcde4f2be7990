// Endpoints of erasing what runs held.
import { z } from 'zod';
import { endpoint } from './endpoint';
import { uuid } from './page';
import { erasedRuns, runReasonBody } from './run';

const byId = z.strictObject({ id: uuid });

export const ERASE_ENDPOINTS = {
  eraseRun: endpoint({
    id: 'eraseRun',
    method: 'POST',
    path: '/runs/{id}/erase',
    summary: 'Erase what an ended run, its forks and what undid it held, for good',
    scope: 'admin',
    params: byId,
    body: runReasonBody,
    status: 200,
    response: erasedRuns,
    idempotent: true,
    errors: ['not_found', 'conflict', 'idempotency_mismatch', 'in_flight'],
  }),
} as const;

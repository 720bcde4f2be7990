// Endpoints of forks: continue a run from a step, and see what came of it.
import { z } from 'zod';
import { endpoint } from './endpoint';
import { forkRunBody, forkShape, forksQuery, forksShape } from './fork';
import { uuid } from './page';

const byId = z.strictObject({ id: uuid });

export const FORK_ENDPOINTS = {
  forkRun: endpoint({
    id: 'forkRun',
    method: 'POST',
    path: '/runs/{id}/fork',
    summary: 'Continue a run from a step with something changed: dry, which sends nothing, or live',
    scope: 'runs:write',
    params: byId,
    body: forkRunBody,
    status: 201,
    response: forkShape,
    idempotent: true,
    errors: ['not_found', 'conflict', 'halted', 'idempotency_mismatch', 'in_flight'],
  }),
  readForks: endpoint({
    id: 'readForks',
    method: 'GET',
    path: '/runs/{id}/forks',
    summary: 'What a run was forked from, what it would have done, and its own forks',
    scope: 'runs:read',
    params: byId,
    query: forksQuery,
    status: 200,
    response: forksShape,
    errors: ['not_found', 'conflict'],
  }),
} as const;

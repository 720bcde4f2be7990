// Endpoints that decide recorded runs anew. They ask and change nothing.
import { z } from 'zod';
import { endpoint } from './endpoint';
import { uuid } from './page';
import { redecidedRuns, redecideRunBody, redecideRunsBody, redecisionShape } from './redecide';

const byId = z.strictObject({ id: uuid });

export const REDECIDE_ENDPOINTS = {
  redecideRun: endpoint({
    id: 'redecideRun',
    method: 'POST',
    path: '/runs/{id}/redecide',
    summary: 'What another version of the agent or of the policy would decide on what a run recorded',
    scope: 'runs:read',
    params: byId,
    body: redecideRunBody,
    status: 200,
    response: redecisionShape,
    errors: ['not_found', 'conflict'],
  }),
  redecideRuns: endpoint({
    id: 'redecideRuns',
    method: 'POST',
    path: '/runs/redecide',
    summary: 'The same of the runs that a filter finds, some at a time, with the first divergence of each',
    scope: 'runs:read',
    body: redecideRunsBody,
    status: 200,
    response: redecidedRuns,
    errors: ['conflict'],
  }),
} as const;

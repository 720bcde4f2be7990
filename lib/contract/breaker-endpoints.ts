// Endpoints of breakers.
import { z } from 'zod';
import { parseBreakerKey } from '../domain/breaker';
import {
  breakerDetail,
  breakerEventPage,
  breakerPage,
  isolateBreakerBody,
  resetBreakerBody,
} from './breaker';
import { endpoint } from './endpoint';
import { pageQuery } from './page';

const byKey = z.strictObject({
  /** `tool:NAME@HOST`, `model:NAME` */
  key: z
    .string()
    .max(400)
    .refine((key) => parseBreakerKey(key) !== null, 'tool:NAME@HOST or model:NAME'),
});

export const BREAKER_ENDPOINTS = {
  listBreakers: endpoint({
    id: 'listBreakers',
    method: 'GET',
    path: '/breakers',
    summary:
      'List every tool and model in use or called within 24 hours, by key: how its breaker stands and how calls went',
    scope: 'runs:read',
    query: pageQuery,
    status: 200,
    response: breakerPage,
  }),
  listBreakerChanges: endpoint({
    id: 'listBreakerChanges',
    method: 'GET',
    path: '/breakers/changes',
    summary:
      'List the changes of all breakers, newest first: which one, from which state to which, by whom and why',
    scope: 'runs:read',
    query: pageQuery,
    status: 200,
    response: breakerEventPage,
  }),
  readBreaker: endpoint({
    id: 'readBreaker',
    method: 'GET',
    path: '/breakers/{key}',
    summary: 'Read one breaker, with its changes and the errors of its last 24 hours',
    scope: 'runs:read',
    params: byKey,
    status: 200,
    response: breakerDetail,
    errors: ['not_found'],
  }),
  isolateBreaker: endpoint({
    id: 'isolateBreaker',
    method: 'POST',
    path: '/breakers/{key}/isolate',
    summary: 'Isolate what it guards: no call and no probe goes through until it is reset',
    scope: 'breakers:write',
    params: byKey,
    body: isolateBreakerBody,
    status: 200,
    response: breakerDetail,
    idempotent: true,
    errors: ['not_found', 'idempotency_mismatch', 'in_flight'],
  }),
  resetBreaker: endpoint({
    id: 'resetBreaker',
    method: 'POST',
    path: '/breakers/{key}/reset',
    summary: 'Close it with an empty window: the runs that wait for it go on',
    scope: 'breakers:write',
    params: byKey,
    body: resetBreakerBody,
    status: 200,
    response: breakerDetail,
    idempotent: true,
    errors: ['not_found', 'conflict', 'idempotency_mismatch', 'in_flight'],
  }),
} as const;

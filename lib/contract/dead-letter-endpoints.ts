// Endpoints of dead letters: see what failed for good, send it on or give it up.
import { z } from 'zod';
import {
  deadLetterList,
  deadLetterShape,
  discardBody,
  listDeadLettersQuery,
  redriveBody,
} from './dead-letter';
import { endpoint } from './endpoint';
import { uuid } from './page';

const byId = z.strictObject({ id: uuid });

export const DEAD_LETTER_ENDPOINTS = {
  listDeadLetters: endpoint({
    id: 'listDeadLetters',
    method: 'GET',
    path: '/dead-letters',
    summary: 'List what failed for good, newest first, or by cause',
    scope: 'runs:read',
    query: listDeadLettersQuery,
    status: 200,
    response: deadLetterList,
  }),
  readDeadLetter: endpoint({
    id: 'readDeadLetter',
    method: 'GET',
    path: '/dead-letters/{id}',
    summary: 'Read a dead letter',
    scope: 'runs:read',
    params: byId,
    status: 200,
    response: deadLetterShape,
    errors: ['not_found'],
  }),
  redriveDeadLetter: endpoint({
    id: 'redriveDeadLetter',
    method: 'POST',
    path: '/dead-letters/{id}/redrive',
    summary: 'Send the failed run on: what succeeded is kept, what failed is taken up anew',
    scope: 'runs:write',
    params: byId,
    body: redriveBody,
    status: 202,
    response: deadLetterShape,
    idempotent: true,
    errors: ['not_found', 'conflict', 'idempotency_mismatch', 'in_flight'],
  }),
  discardDeadLetter: endpoint({
    id: 'discardDeadLetter',
    method: 'POST',
    path: '/dead-letters/{id}/discard',
    summary: 'Leave the run failed and close its letter',
    scope: 'runs:write',
    params: byId,
    body: discardBody,
    status: 200,
    response: deadLetterShape,
    idempotent: true,
    errors: ['not_found', 'conflict', 'idempotency_mismatch', 'in_flight'],
  }),
} as const;

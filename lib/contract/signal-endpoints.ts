// Endpoints through which the world answers: an event for whoever waits on its key, or for one run.
import { z } from 'zod';
import { endpoint } from './endpoint';
import { uuid } from './page';
import { sendSignalBody, signalShape } from './signal';

export const SIGNAL_ENDPOINTS = {
  sendSignal: endpoint({
    id: 'sendSignal',
    method: 'POST',
    path: '/signals',
    summary: 'Send an event to the oldest wait on its key; it is kept while nobody waits',
    scope: 'signals:write',
    body: sendSignalBody,
    status: 202,
    response: signalShape,
    idempotent: true,
    errors: ['too_large', 'idempotency_mismatch', 'in_flight'],
  }),
  sendRunSignal: endpoint({
    id: 'sendRunSignal',
    method: 'POST',
    path: '/runs/{id}/signal',
    summary: 'Send an event to this run alone; it is kept until the run waits for it',
    scope: 'signals:write',
    params: z.strictObject({ id: uuid }),
    body: sendSignalBody,
    status: 202,
    response: signalShape,
    idempotent: true,
    errors: ['not_found', 'conflict', 'too_large', 'idempotency_mismatch', 'in_flight'],
  }),
} as const;

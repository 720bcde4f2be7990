// Endpoints of alerts: see them, and say that one was seen.
import { z } from 'zod';
import { alertPage, alertShape, listAlertsQuery } from './alert';
import { endpoint } from './endpoint';
import { uuid } from './page';
import { optionalReason } from './reason';

export const ALERT_ENDPOINTS = {
  listAlerts: endpoint({
    id: 'listAlerts',
    method: 'GET',
    path: '/alerts',
    summary: 'List alerts, newest first',
    scope: 'runs:read',
    query: listAlertsQuery,
    status: 200,
    response: alertPage,
  }),
  acknowledgeAlert: endpoint({
    id: 'acknowledgeAlert',
    method: 'POST',
    path: '/alerts/{id}/acknowledge',
    summary: 'Say that somebody has seen it: it needs nobody any more while its cause is there',
    scope: 'runs:write',
    params: z.strictObject({ id: uuid }),
    body: optionalReason.optional(),
    status: 200,
    response: alertShape,
    idempotent: true,
    errors: ['not_found', 'idempotency_mismatch', 'in_flight'],
  }),
} as const;

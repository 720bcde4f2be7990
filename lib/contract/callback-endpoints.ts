// Endpoints of signed callbacks: who is told of what, the log of deliveries, a test, and sending again.
import { z } from 'zod';
import { callbackDefinition } from '../domain/callback';
import { resourceName } from '../domain/names';
import { callbackPage, callbackShape, deliveryPage, deliveryShape, listDeliveriesQuery } from './callback';
import { endpoint } from './endpoint';
import { pageQuery, uuid } from './page';

const byName = z.strictObject({ name: resourceName });

export const CALLBACK_ENDPOINTS = {
  listCallbacks: endpoint({
    id: 'listCallbacks',
    method: 'GET',
    path: '/callbacks',
    summary: 'List callbacks by name',
    scope: 'callbacks:write',
    query: pageQuery,
    status: 200,
    response: callbackPage,
  }),
  readCallback: endpoint({
    id: 'readCallback',
    method: 'GET',
    path: '/callbacks/{name}',
    summary: 'Read a callback',
    scope: 'callbacks:write',
    params: byName,
    status: 200,
    response: callbackShape,
  }),
  putCallback: endpoint({
    id: 'putCallback',
    method: 'PUT',
    path: '/callbacks/{name}',
    summary: 'Say which address is told of which events, and what signs them',
    scope: 'callbacks:write',
    params: byName,
    body: callbackDefinition,
    status: 200,
    response: callbackShape,
  }),
  deleteCallback: endpoint({
    id: 'deleteCallback',
    method: 'DELETE',
    path: '/callbacks/{name}',
    summary: 'Delete a callback; what it has not been told yet is cancelled',
    scope: 'callbacks:write',
    params: byName,
    status: 204,
  }),
  testCallback: endpoint({
    id: 'testCallback',
    method: 'POST',
    path: '/callbacks/{name}/test',
    summary: 'Send a test event; the delivery tells how it went',
    scope: 'callbacks:write',
    params: byName,
    status: 202,
    response: deliveryShape,
    idempotent: true,
  }),
  listDeliveries: endpoint({
    id: 'listDeliveries',
    method: 'GET',
    path: '/callbacks/{name}/deliveries',
    summary: 'What a callback was told and how it went, newest first',
    scope: 'callbacks:write',
    params: byName,
    query: listDeliveriesQuery,
    status: 200,
    response: deliveryPage,
  }),
  redeliver: endpoint({
    id: 'redeliver',
    method: 'POST',
    path: '/callbacks/{name}/deliveries/{id}/redeliver',
    summary: 'Send a delivery again, with the same event id',
    scope: 'callbacks:write',
    params: z.strictObject({ name: resourceName, id: uuid }),
    status: 202,
    response: deliveryShape,
    idempotent: true,
    errors: ['conflict'],
  }),
} as const;

// Endpoints of acts on many runs at once: ask for one, watch it, stop it, look back.
import { z } from 'zod';
import { bulkDetail, bulkItemPage, bulkItemsQuery, bulkPage, bulkStarted, startBulkBody } from './bulk';
import { endpoint } from './endpoint';
import { pageQuery, uuid } from './page';

const byId = z.strictObject({ id: uuid });

export const BULK_ENDPOINTS = {
  startBulk: endpoint({
    id: 'startBulk',
    method: 'POST',
    path: '/runs/bulk',
    summary: 'Act on all runs that a filter finds, in the background',
    scope: 'runs:write',
    body: startBulkBody,
    status: 202,
    response: bulkStarted,
    idempotent: true,
    errors: ['conflict'],
  }),
  listBulk: endpoint({
    id: 'listBulk',
    method: 'GET',
    path: '/bulk',
    summary: 'List bulk actions, newest first',
    scope: 'runs:read',
    query: pageQuery,
    status: 200,
    response: bulkPage,
  }),
  readBulk: endpoint({
    id: 'readBulk',
    method: 'GET',
    path: '/bulk/{id}',
    summary: 'How far a bulk action is, and what failed',
    scope: 'runs:read',
    params: byId,
    status: 200,
    response: bulkDetail,
    errors: ['not_found'],
  }),
  listBulkItems: endpoint({
    id: 'listBulkItems',
    method: 'GET',
    path: '/bulk/{id}/items',
    summary: 'The runs of a bulk action, in the order they are worked off',
    scope: 'runs:read',
    params: byId,
    query: bulkItemsQuery,
    status: 200,
    response: bulkItemPage,
    errors: ['not_found'],
  }),
  abortBulk: endpoint({
    id: 'abortBulk',
    method: 'POST',
    path: '/bulk/{id}/abort',
    summary: 'Stop a bulk action: no further run is acted on once this is answered',
    scope: 'runs:write',
    params: byId,
    status: 200,
    response: bulkDetail,
    idempotent: true,
    errors: ['not_found', 'conflict'],
  }),
} as const;

// Endpoints of saved views: a list's filters under a name, own and shared.
import { z } from 'zod';
import { endpoint } from './endpoint';
import { uuid } from './page';
import { createViewBody, listViewsQuery, replaceViewBody, savedViewPage, savedViewShape } from './view';

const byId = z.strictObject({ id: uuid });

export const VIEW_ENDPOINTS = {
  listViews: endpoint({
    id: 'listViews',
    method: 'GET',
    path: '/views',
    summary: 'Own and shared views of a list, by name',
    scope: 'signed-in',
    query: listViewsQuery,
    status: 200,
    response: savedViewPage,
  }),
  createView: endpoint({
    id: 'createView',
    method: 'POST',
    path: '/views',
    summary: 'Keep the filters of a list under a name',
    scope: 'signed-in',
    body: createViewBody,
    status: 201,
    response: savedViewShape,
    idempotent: true,
    errors: ['conflict'],
  }),
  replaceView: endpoint({
    id: 'replaceView',
    method: 'PUT',
    path: '/views/{id}',
    summary: 'Rename a view, give it other filters, share it or keep it',
    scope: 'signed-in',
    params: byId,
    body: replaceViewBody,
    status: 200,
    response: savedViewShape,
    errors: ['not_found', 'conflict'],
  }),
  deleteView: endpoint({
    id: 'deleteView',
    method: 'DELETE',
    path: '/views/{id}',
    summary: 'Delete a view',
    scope: 'signed-in',
    params: byId,
    status: 204,
  }),
} as const;

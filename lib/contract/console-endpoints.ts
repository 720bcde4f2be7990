// Endpoints of who is asking, sessions, the overview and the document itself.
import { z } from 'zod';
import { jsonValue } from '../domain/json';
import { endpoint } from './endpoint';
import { overviewQuery, overviewShape } from './overview';
import { uuid } from './page';
import { listSessionsQuery, meShape, revokedSessions, revokeSessionsQuery, sessionPage } from './session';

const byId = z.strictObject({ id: uuid });

export const CONSOLE_ENDPOINTS = {
  readMe: endpoint({
    id: 'readMe',
    method: 'GET',
    path: '/me',
    summary: 'Who is asking',
    scope: 'signed-in',
    status: 200,
    response: meShape,
  }),
  listSessions: endpoint({
    id: 'listSessions',
    method: 'GET',
    path: '/sessions',
    summary: 'Open sessions, newest first: one’s own, or with the scope people:write those of others',
    scope: 'signed-in',
    query: listSessionsQuery,
    status: 200,
    response: sessionPage,
    errors: ['not_found'],
  }),
  revokeSession: endpoint({
    id: 'revokeSession',
    method: 'DELETE',
    path: '/sessions/{id}',
    summary: 'End one of one’s own sessions, or with the scope people:write anybody’s',
    scope: 'signed-in',
    params: byId,
    status: 204,
    errors: ['not_found'],
  }),
  revokeSessions: endpoint({
    id: 'revokeSessions',
    method: 'DELETE',
    path: '/sessions',
    summary: 'End all of one’s own sessions, or with the scope people:write all of a person’s',
    scope: 'signed-in',
    query: revokeSessionsQuery,
    status: 200,
    response: revokedSessions,
    errors: ['not_found'],
  }),
  readOverview: endpoint({
    id: 'readOverview',
    method: 'GET',
    path: '/overview',
    summary: 'What needs a person now, and how it went',
    scope: 'runs:read',
    query: overviewQuery,
    status: 200,
    response: overviewShape,
  }),
  readOpenApi: endpoint({
    id: 'readOpenApi',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    scope: 'public',
    status: 200,
    response: jsonValue,
  }),
} as const;

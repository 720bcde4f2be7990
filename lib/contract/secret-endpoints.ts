// Endpoints of what becomes of a secret after it was put: its versions, its removal.
import { z } from 'zod';
import { secretName } from '../domain/names';
import { secretSourceList, secretVersionPage } from './configuration';
import { endpoint } from './endpoint';
import { pageQuery } from './page';
import { optionalReason } from './reason';

const byName = z.strictObject({ name: secretName });

export const SECRET_ENDPOINTS = {
  readSecretSources: endpoint({
    id: 'readSecretSources',
    method: 'GET',
    path: '/secrets/sources',
    summary: 'Where each secret is read from, what is wrong with it, and when it was used last',
    scope: 'secrets:write',
    status: 200,
    response: secretSourceList,
  }),
  listSecretVersions: endpoint({
    id: 'listSecretVersions',
    method: 'GET',
    path: '/secrets/{name}/versions',
    summary: 'When and by whom a secret was given its values, newest first',
    scope: 'secrets:write',
    params: byName,
    query: pageQuery,
    status: 200,
    response: secretVersionPage,
  }),
  removeSecret: endpoint({
    id: 'removeSecret',
    method: 'DELETE',
    path: '/secrets/{name}',
    summary: 'Remove a secret that no tool, model or callback names',
    scope: 'secrets:write',
    params: byName,
    query: optionalReason,
    body: optionalReason.optional(),
    status: 204,
    errors: ['conflict'],
  }),
} as const;

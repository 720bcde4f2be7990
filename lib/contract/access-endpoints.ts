// Endpoints of API keys.
import { z } from 'zod';
import { apiKeyPage, createApiKeyBody, createdApiKeyShape } from './api-key';
import { endpoint } from './endpoint';
import { pageQuery, uuid } from './page';
import { optionalReason } from './reason';

export const ACCESS_ENDPOINTS = {
  listApiKeys: endpoint({
    id: 'listApiKeys',
    method: 'GET',
    path: '/api-keys',
    summary: 'API keys that are neither revoked nor over, newest first',
    scope: 'people:write',
    query: pageQuery,
    status: 200,
    response: apiKeyPage,
  }),
  // No Idempotency-Key: the first answer would have to be kept, and with it the key.
  createApiKey: endpoint({
    id: 'createApiKey',
    method: 'POST',
    path: '/api-keys',
    summary: 'Make an API key that acts for whoever makes it; it is told once',
    scope: 'people:write',
    body: createApiKeyBody,
    status: 201,
    response: createdApiKeyShape,
  }),
  revokeApiKey: endpoint({
    id: 'revokeApiKey',
    method: 'DELETE',
    path: '/api-keys/{id}',
    summary: 'End an API key at once',
    scope: 'people:write',
    params: z.strictObject({ id: uuid }),
    query: optionalReason,
    body: optionalReason.optional(),
    status: 204,
    errors: ['not_found'],
  }),
} as const;

// API keys: list them, make one.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { createApiKey } from '@/lib/server/commands/api-keys';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listApiKeys } from '@/lib/server/queries/lists';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listApiKeys, ({ app, query }) => listApiKeys(app, query)),
  POST: route(ENDPOINTS.createApiKey, ({ body, ...context }) => createApiKey(context, body)),
});

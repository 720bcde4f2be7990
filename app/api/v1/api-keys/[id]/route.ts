// Ends an API key.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { revokeApiKey } from '@/lib/server/commands/api-keys';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: route(ENDPOINTS.revokeApiKey, async ({ params, query, body, ...context }) => {
    await revokeApiKey(context, { id: params.id, reason: body?.reason ?? query.reason });
    return undefined;
  }),
});

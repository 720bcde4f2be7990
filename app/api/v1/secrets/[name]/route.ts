// Seals a new value of a secret; removes one.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { putSecret } from '@/lib/server/commands/put-secret';
import { removeSecret } from '@/lib/server/commands/remove-secret';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: route(ENDPOINTS.putSecret, async ({ params, body, ifMatch, ...context }) => {
    await putSecret(context, { name: params.name, value: body.value, ifMatch });
    return undefined;
  }),
  DELETE: route(ENDPOINTS.removeSecret, async ({ params, query, body, ...context }) => {
    await removeSecret(context, { name: params.name, reason: body?.reason ?? query.reason });
    return undefined;
  }),
});

// Sends one delivery again.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { redeliver } from '@/lib/server/commands/send-callback';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.redeliver, ({ params, ...context }) =>
    redeliver(context, { callback: params.name, id: params.id }),
  ),
});

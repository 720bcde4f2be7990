// Sends one delivery again.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { redeliverNotice } from '@/lib/server/commands/send-notice';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.redeliverNotice, ({ params, ...context }) =>
    redeliverNotice(context, { channel: params.name, id: params.id }),
  ),
});

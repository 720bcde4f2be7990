// Says that somebody has seen it.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { acknowledgeAlert } from '@/lib/server/commands/acknowledge-alert';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.acknowledgeAlert, ({ params, body, ...context }) =>
    acknowledgeAlert(context, { id: params.id, reason: body?.reason }),
  ),
});

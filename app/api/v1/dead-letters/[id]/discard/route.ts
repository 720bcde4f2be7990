// Leaves the run failed for good.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { discardDeadLetter } from '@/lib/server/commands/redrive-run';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.discardDeadLetter, ({ params, body, ...context }) =>
    discardDeadLetter(context, { id: params.id, reason: body.reason }),
  ),
});

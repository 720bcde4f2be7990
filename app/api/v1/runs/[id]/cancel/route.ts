// Cancels a run.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { cancelRun } from '@/lib/server/commands/stop-run';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.cancelRun, ({ params, body, ...context }) =>
    cancelRun(context, { runId: params.id, reason: body.reason }),
  ),
});

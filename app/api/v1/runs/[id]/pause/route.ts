// Pauses a run.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { pauseRun } from '@/lib/server/commands/stop-run';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.pauseRun, ({ params, body, ...context }) =>
    pauseRun(context, { runId: params.id, reason: body.reason }),
  ),
});

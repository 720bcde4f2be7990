// Erases what a run held.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { eraseRun } from '@/lib/server/commands/erase-run';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.eraseRun, ({ params, body, ...context }) =>
    eraseRun(context, { runId: params.id, reason: body.reason }),
  ),
});

// Undoes what the run did.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { compensateRun } from '@/lib/server/commands/compensate-run';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.compensateRun, ({ params, body, ...context }) =>
    compensateRun(context, { runId: params.id, ...body }),
  ),
});

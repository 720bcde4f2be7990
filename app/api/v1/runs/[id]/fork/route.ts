// Continues the run from a step, with something changed.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { forkRun } from '@/lib/server/commands/fork-run';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.forkRun, ({ params, body, ...context }) => forkRun(context, params.id, body)),
});

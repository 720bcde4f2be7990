// Runs: start one, list them.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { startRun } from '@/lib/server/commands/start-run';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listRuns } from '@/lib/server/queries/runs';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listRuns, ({ app, query }) => listRuns(app, query)),
  POST: route(ENDPOINTS.startRun, ({ body, ...context }) => startRun(context, body)),
});

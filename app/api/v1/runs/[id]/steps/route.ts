// The steps of a run, by the runtime's own fold.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listSteps } from '@/lib/server/queries/read-steps';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listSteps, ({ app, params, query }) => listSteps(app, params.id, query)),
});

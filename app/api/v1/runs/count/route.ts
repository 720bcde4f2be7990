// How many runs a filter finds.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { countRuns } from '@/lib/server/queries/runs';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.countRuns, ({ app, query }) => countRuns(app, query)),
});

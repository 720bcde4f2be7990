// The runs that spent most.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readTopRuns } from '@/lib/server/queries/read-spend';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readTopRuns, ({ app, query }) => readTopRuns(app, query)),
});

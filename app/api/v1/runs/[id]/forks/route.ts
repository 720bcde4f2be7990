// What the run was forked from, and its forks.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readForks } from '@/lib/server/queries/read-forks';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readForks, ({ app, params, query }) => readForks(app, params.id, query.fromStep)),
});

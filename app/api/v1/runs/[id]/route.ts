// One run, now or when it is at rest.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readRunWhenAtRest } from '@/lib/server/queries/read-run';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readRun, ({ app, params, query, signal }) =>
    readRunWhenAtRest(app, params.id, (query.wait ?? 0) * 1_000, signal),
  ),
});

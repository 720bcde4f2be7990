// The state of a run after one row of its journal.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readState } from '@/lib/server/queries/read-steps';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readState, ({ app, params, query }) => readState(app, params.id, query.seq)),
});

// The journal of a run, row by row.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listJournal } from '@/lib/server/queries/read-steps';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readJournal, ({ app, params, query }) => listJournal(app, params.id, query)),
});

// The same of the runs that a filter finds.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { redecideRuns } from '@/lib/server/queries/redecide';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.redecideRuns, ({ app, principal, body }) => redecideRuns(app, principal, body)),
});

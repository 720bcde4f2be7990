// What other versions would decide on what the run recorded.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { redecideRun } from '@/lib/server/queries/redecide';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.redecideRun, ({ app, principal, params, body }) =>
    redecideRun(app, principal, params.id, body),
  ),
});

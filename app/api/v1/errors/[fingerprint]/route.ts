// One cause of failures.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { requireError } from '@/lib/server/queries/errors';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readError, ({ app, params, query }) => requireError(app, params.fingerprint, query)),
});

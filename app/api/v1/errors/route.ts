// What fails, by cause.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listErrors } from '@/lib/server/queries/errors';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listErrors, ({ app, query }) => listErrors(app, query)),
});

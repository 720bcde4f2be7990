// The changes of all breakers.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listBreakerChanges } from '@/lib/server/queries/read-breakers';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listBreakerChanges, ({ app, query }) => listBreakerChanges(app, query)),
});

// What a callback was told, and how it went.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listDeliveries } from '@/lib/server/queries/callbacks';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listDeliveries, ({ app, params, query }) => listDeliveries(app, params.name, query)),
});

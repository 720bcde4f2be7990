// How each tool and model does, and how its breaker stands.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listBreakers } from '@/lib/server/queries/read-breakers';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listBreakers, ({ app, query }) => listBreakers(app, query)),
});

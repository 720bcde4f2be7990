// One breaker, with the errors behind it.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readBreaker } from '@/lib/server/queries/read-breakers';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readBreaker, ({ app, params }) => readBreaker(app, params.key)),
});

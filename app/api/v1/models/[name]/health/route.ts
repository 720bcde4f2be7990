// How calls of one model went lately.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readModelHealth } from '@/lib/server/queries/health';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readModelHealth, ({ app, params }) => readModelHealth(app, params.name)),
});

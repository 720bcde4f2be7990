// How calls of one tool went lately.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readToolHealth } from '@/lib/server/queries/health';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readToolHealth, ({ app, params }) => readToolHealth(app, params.name)),
});

// Callbacks: list them.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listCallbacks } from '@/lib/server/queries/callbacks';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listCallbacks, ({ app, query }) => listCallbacks(app, query)),
});

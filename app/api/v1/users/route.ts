// People who may sign in.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listUsers } from '@/lib/server/queries/read-people';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listUsers, ({ app, query }) => listUsers(app, query)),
});

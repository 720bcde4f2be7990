// What one successful run costs, by agent.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readTaskCosts } from '@/lib/server/queries/read-spend';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readTaskCosts, ({ app, query }) => readTaskCosts(app, query)),
});

// The list of agents.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listAgents } from '@/lib/server/queries/agents';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listAgents, ({ app, query }) => listAgents(app, query)),
});

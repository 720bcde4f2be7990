// How one agent does.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readAgentHealth } from '@/lib/server/queries/agents';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readAgentHealth, ({ app, params }) => readAgentHealth(app, params.name)),
});

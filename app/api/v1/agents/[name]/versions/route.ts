// All versions of one agent.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listVersions } from '@/lib/server/queries/configuration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listAgentVersions, ({ app, params, query }) =>
    listVersions(app, 'agent', params.name, query),
  ),
});

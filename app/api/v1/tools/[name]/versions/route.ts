// All versions of one tool.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listVersions } from '@/lib/server/queries/configuration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listToolVersions, ({ app, params, query }) =>
    listVersions(app, 'tool', params.name, query),
  ),
});

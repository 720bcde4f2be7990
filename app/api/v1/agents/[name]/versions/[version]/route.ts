// One version of an agent, for ever.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readConfiguredVersion } from '@/lib/server/queries/configuration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(
    ENDPOINTS.readAgentVersion,
    ({ app, params }) => readConfiguredVersion(app, 'agent', params.name, params.version),
    { etag: (shape) => shape.version },
  ),
});

// One agent: read it, make a version of it.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { putAgent } from '@/lib/server/commands/put-agent';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readConfigured } from '@/lib/server/queries/configuration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(
    ENDPOINTS.readAgent,
    async ({ app, params }) => (await readConfigured(app, 'agent', params.name)).shape,
    { etag: (shape) => shape.version },
  ),
  PUT: route(
    ENDPOINTS.putAgent,
    ({ params, body, ifMatch, ...context }) =>
      putAgent(context, { name: params.name, definition: body, ifMatch }),
    { etag: (answer) => answer.version },
  ),
});

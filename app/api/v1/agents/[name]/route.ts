// One agent: read it, make a version of it, take it out of use.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { archiveAgent } from '@/lib/server/commands/archive-agent';
import { putAgent } from '@/lib/server/commands/put-agent';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readAgent } from '@/lib/server/queries/agents';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readAgent, ({ app, params }) => readAgent(app, params.name), {
    etag: (head) => head.version,
  }),
  PUT: route(
    ENDPOINTS.putAgent,
    ({ params, body, ifMatch, ...context }) =>
      putAgent(context, { name: params.name, definition: body, ifMatch }),
    { etag: (answer) => answer.version },
  ),
  DELETE: route(ENDPOINTS.archiveAgent, async ({ params, ...context }) => {
    await archiveAgent(context, params.name);
    return undefined;
  }),
});

// One tool: read it, make a version of it, take it out of use.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { archiveConfigured } from '@/lib/server/commands/archive-configured';
import { putTool } from '@/lib/server/commands/put-tool';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readConfigured } from '@/lib/server/queries/configuration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(
    ENDPOINTS.readTool,
    async ({ app, params }) => (await readConfigured(app, 'tool', params.name)).shape,
    { etag: (shape) => shape.version },
  ),
  PUT: route(
    ENDPOINTS.putTool,
    ({ params, body, ifMatch, ...context }) =>
      putTool(context, { name: params.name, definition: body, ifMatch }),
    { etag: (answer) => answer.version },
  ),
  DELETE: route(ENDPOINTS.archiveTool, async ({ params, ...context }) => {
    await archiveConfigured(context, 'tool', params.name);
    return undefined;
  }),
});

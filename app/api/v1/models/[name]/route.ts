// One model: read it, make a version of it, take it out of use.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { archiveConfigured } from '@/lib/server/commands/archive-configured';
import { putModel } from '@/lib/server/commands/put-model';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readConfigured } from '@/lib/server/queries/configuration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(
    ENDPOINTS.readModel,
    async ({ app, params }) => (await readConfigured(app, 'model', params.name)).shape,
    { etag: (shape) => shape.version },
  ),
  PUT: route(
    ENDPOINTS.putModel,
    ({ params, body, ifMatch, ...context }) =>
      putModel(context, { name: params.name, definition: body, ifMatch }),
    { etag: (answer) => answer.version },
  ),
  DELETE: route(ENDPOINTS.archiveModel, async ({ params, ...context }) => {
    await archiveConfigured(context, 'model', params.name);
    return undefined;
  }),
});

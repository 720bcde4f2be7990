// One callback: read it, put it, delete it.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { deleteCallback, putCallback } from '@/lib/server/commands/put-callback';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readCallback } from '@/lib/server/queries/callbacks';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readCallback, ({ app, params }) => readCallback(app, params.name), {
    etag: (callback) => callback.version,
  }),
  PUT: route(
    ENDPOINTS.putCallback,
    ({ params, body, ifMatch, ...context }) =>
      putCallback(context, { name: params.name, definition: body, ifMatch }),
    { etag: (callback) => callback.version },
  ),
  DELETE: route(ENDPOINTS.deleteCallback, async ({ params, ...context }) => {
    await deleteCallback(context, params.name);
    return undefined;
  }),
});

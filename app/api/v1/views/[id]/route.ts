// One saved view: change it, delete it.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { deleteView } from '@/lib/server/commands/delete-view';
import { replaceView } from '@/lib/server/commands/put-view';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: route(
    ENDPOINTS.replaceView,
    ({ params, body, ifMatch, ...context }) => replaceView(context, { ...body, id: params.id, ifMatch }),
    { etag: (view) => view.version },
  ),
  DELETE: route(ENDPOINTS.deleteView, async ({ params, ...context }) => {
    await deleteView(context, params.id);
    return undefined;
  }),
});

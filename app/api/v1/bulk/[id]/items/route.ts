// The runs of a bulk action.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listBulkItems } from '@/lib/server/queries/bulk';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listBulkItems, ({ app, params, query }) => listBulkItems(app, params.id, query)),
});

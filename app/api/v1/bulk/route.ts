// The history of bulk actions.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listBulk } from '@/lib/server/queries/bulk';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listBulk, ({ app, query }) => listBulk(app, query)),
});

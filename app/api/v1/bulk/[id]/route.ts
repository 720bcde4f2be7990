// One bulk action.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { requireBulk } from '@/lib/server/queries/bulk';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readBulk, ({ app, params }) => requireBulk(app, params.id)),
});

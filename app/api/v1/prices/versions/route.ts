// The versions of the price table.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listPriceVersions } from '@/lib/server/queries/read-prices';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listPriceVersions, ({ app, query }) => listPriceVersions(app, query)),
});

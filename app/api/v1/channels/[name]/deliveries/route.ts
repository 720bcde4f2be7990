// What a channel was told, and how it went.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listChannelDeliveries } from '@/lib/server/queries/channels';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listChannelDeliveries, ({ app, params, query }) =>
    listChannelDeliveries(app, params.name, query),
  ),
});

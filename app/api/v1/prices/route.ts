// What models cost that have no prices of their own.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { putPrices } from '@/lib/server/commands/put-prices';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readPrices } from '@/lib/server/queries/read-prices';

const etag = { etag: ({ version }: { version: number }) => version };

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readPrices, ({ app, query }) => readPrices(app, query.version), etag),
  PUT: route(
    ENDPOINTS.putPrices,
    ({ body, ifMatch, ...context }) => putPrices(context, { ...body, ifMatch }),
    etag,
  ),
});

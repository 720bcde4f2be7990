// What needs a person now, and how it went.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { personOf } from '@/lib/server/authorize';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readOverview } from '@/lib/server/queries/read-overview';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readOverview, ({ app, principal, query }) =>
    readOverview(app, query.period, personOf(principal)),
  ),
});

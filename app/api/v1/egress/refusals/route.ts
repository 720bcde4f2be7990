// Requests that the guard refused.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listEgressRefusals } from '@/lib/server/queries/read-egress';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listEgressRefusals, ({ app, query }) => listEgressRefusals(app, query)),
});

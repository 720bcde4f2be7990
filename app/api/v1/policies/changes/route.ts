// What was published, taken back and logged beside.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listPolicyChanges } from '@/lib/server/queries/read-policies';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listPolicyChanges, ({ app, query }) => listPolicyChanges(app, query)),
});

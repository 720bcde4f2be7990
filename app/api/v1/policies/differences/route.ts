// The calls that a version would have changed while it was only logged.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listPolicyDifferences } from '@/lib/server/queries/read-policies';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listPolicyDifferences, ({ app, query }) => listPolicyDifferences(app, query)),
});

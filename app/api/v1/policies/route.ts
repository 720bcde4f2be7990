// What decides, what is only logged, and the draft.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readPolicies } from '@/lib/server/queries/read-policies';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readPolicies, ({ app }) => readPolicies(app), { etag: ({ revision }) => revision }),
});

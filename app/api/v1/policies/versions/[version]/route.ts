// One version of the rules.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readPolicyVersionOf } from '@/lib/server/queries/read-policies';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readPolicyVersion, ({ app, params }) => readPolicyVersionOf(app, params.version)),
});

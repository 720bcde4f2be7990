// One call that is not made, before the active version and the draft.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { simulatePolicies } from '@/lib/server/queries/simulate-policies';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.simulatePolicies, ({ app, body }) => simulatePolicies(app, body)),
});

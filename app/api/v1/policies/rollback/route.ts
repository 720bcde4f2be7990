// An earlier version decides again.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { rollBackPolicies } from '@/lib/server/commands/change-policies';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(
    ENDPOINTS.rollBackPolicies,
    ({ body, ifMatch, ...context }) => rollBackPolicies(context, { ...body, ifMatch }),
    { etag: ({ revision }) => revision },
  ),
});

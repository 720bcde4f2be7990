// The draft is evaluated beside the active version.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { logPolicies } from '@/lib/server/commands/change-policies';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(
    ENDPOINTS.logPolicies,
    ({ body, ifMatch, ...context }) => logPolicies(context, { ...body, ifMatch }),
    { etag: ({ revision }) => revision },
  ),
});

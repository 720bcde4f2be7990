// The draft, or a version that there is, decides from now on.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { publishPolicies } from '@/lib/server/commands/change-policies';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(
    ENDPOINTS.publishPolicies,
    ({ body, ifMatch, ...context }) => publishPolicies(context, { ...body, ifMatch }),
    { etag: ({ revision }) => revision },
  ),
});

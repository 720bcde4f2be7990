// No version is evaluated beside the active one any more.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { stopLoggingPolicies } from '@/lib/server/commands/change-policies';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(
    ENDPOINTS.stopLoggingPolicies,
    ({ body, ifMatch, ...context }) => stopLoggingPolicies(context, { ...body, ifMatch }),
    { etag: ({ revision }) => revision },
  ),
});

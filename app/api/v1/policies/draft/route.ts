// The draft of the next version.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { putPolicyDraft } from '@/lib/server/commands/put-policy-draft';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: route(
    ENDPOINTS.putPolicyDraft,
    ({ body, ifMatch, ...context }) => putPolicyDraft(context, { texts: body, ifMatch }),
    { etag: ({ revision }) => revision },
  ),
});

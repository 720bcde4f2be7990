// Says that a person is at it.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { claimApproval } from '@/lib/server/commands/attend-approval';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.claimApproval, ({ params, body, ...context }) =>
    claimApproval(context, params.id, body?.forMs),
  ),
});

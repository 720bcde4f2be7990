// Decides an approval.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { decideApproval } from '@/lib/server/commands/decide-approval';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.decideApproval, ({ params, body, ...context }) =>
    decideApproval(context, { ...body, approvalId: params.id }),
  ),
});

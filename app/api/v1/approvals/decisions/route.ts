// Decides several approvals that are alike.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { decideApprovals } from '@/lib/server/commands/decide-approvals';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.decideApprovals, ({ body, ...context }) => decideApprovals(context, body)),
});

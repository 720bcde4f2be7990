// One approval with what a person needs to decide.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readApprovalCard } from '@/lib/server/queries/read-approval';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readApprovalCard, ({ app, principal, params }) =>
    readApprovalCard(app, principal, params.id),
  ),
});

// What happened to an approval.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readApprovalHistory } from '@/lib/server/queries/read-approval';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readApprovalHistory, ({ app, params, query }) =>
    readApprovalHistory(app, params.id, query),
  ),
});

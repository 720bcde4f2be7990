// Figures of approvals.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readApprovalMetrics } from '@/lib/server/queries/read-approval-metrics';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readApprovalMetrics, ({ app, principal, query }) =>
    readApprovalMetrics({ app, principal }, query),
  ),
});

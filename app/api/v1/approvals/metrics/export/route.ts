// Figures of approvals, as a file.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { download } from '@/lib/server/http/download';
import { methods } from '@/lib/server/http/methods';
import { exportApprovalMetrics } from '@/lib/server/queries/export-approval-metrics';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: download(ENDPOINTS.exportApprovalMetrics, ({ app, principal, query }) =>
    exportApprovalMetrics({ app, principal }, query),
  ),
});

// What providers say beside what was counted here, as a file.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { download } from '@/lib/server/http/download';
import { methods } from '@/lib/server/http/methods';
import { exportReconciliation } from '@/lib/server/queries/read-reconciliation';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: download(ENDPOINTS.exportReconciliation, ({ app, query }) => exportReconciliation(app, query)),
});

// The record as a file.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { download } from '@/lib/server/http/download';
import { methods } from '@/lib/server/http/methods';
import { exportAudit } from '@/lib/server/queries/read-audit';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: download(ENDPOINTS.exportAudit, ({ app, query: { format: _, ...filter } }) =>
    exportAudit(app, filter),
  ),
});

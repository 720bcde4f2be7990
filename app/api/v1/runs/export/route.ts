// Runs as a file.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { download } from '@/lib/server/http/download';
import { methods } from '@/lib/server/http/methods';
import { exportRuns } from '@/lib/server/queries/export-runs';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: download(ENDPOINTS.exportRuns, ({ app, query }) => exportRuns(app, query)),
});

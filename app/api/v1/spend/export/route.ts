// What was spent, as a file.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { download } from '@/lib/server/http/download';
import { methods } from '@/lib/server/http/methods';
import { exportSpend } from '@/lib/server/queries/read-spend';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: download(ENDPOINTS.exportSpend, ({ app, query }) => exportSpend(app, query)),
});

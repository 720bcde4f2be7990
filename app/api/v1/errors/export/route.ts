// What fails, as a file.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { download } from '@/lib/server/http/download';
import { methods } from '@/lib/server/http/methods';
import { exportErrors } from '@/lib/server/queries/errors';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: download(ENDPOINTS.exportErrors, ({ app, query }) => exportErrors(app, query)),
});

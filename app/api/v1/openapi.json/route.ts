// The API's own description.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readOpenApi } from '@/lib/server/queries/read-open-api';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readOpenApi, async ({ app }) => readOpenApi(app)),
});

// What failed in a run.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readRunErrors } from '@/lib/server/queries/errors';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readRunErrors, ({ app, params }) => readRunErrors(app, params.id)),
});

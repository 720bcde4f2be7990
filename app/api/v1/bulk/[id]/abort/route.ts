// Stops a bulk action.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { abortBulk } from '@/lib/server/commands/abort-bulk';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.abortBulk, ({ params, ...context }) => abortBulk(context, { id: params.id })),
});

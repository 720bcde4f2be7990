// One approval.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readApproval } from '@/lib/server/queries/read-approval';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readApproval, ({ app, params }) => readApproval(app, params.id)),
});

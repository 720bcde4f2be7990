// Takes a claim back.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { releaseApproval } from '@/lib/server/commands/attend-approval';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.releaseApproval, ({ params, ...context }) => releaseApproval(context, params.id)),
});

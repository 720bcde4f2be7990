// Says that a person opened the card.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { viewApproval } from '@/lib/server/commands/attend-approval';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.viewApproval, ({ params, ...context }) => viewApproval(context, params.id)),
});

// Puts an approval off, for one person.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { snoozeApproval } from '@/lib/server/commands/attend-approval';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.snoozeApproval, ({ params, body, ...context }) =>
    snoozeApproval(context, params.id, body.until),
  ),
});

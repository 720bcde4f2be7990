// Adds a comment.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { commentApproval } from '@/lib/server/commands/attend-approval';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.commentApproval, ({ params, body, ...context }) =>
    commentApproval(context, params.id, body.text),
  ),
});

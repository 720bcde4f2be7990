// Ends a session.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { revokeSession } from '@/lib/server/commands/revoke-session';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: route(ENDPOINTS.revokeSession, async ({ params, ...context }) => {
    await revokeSession(context, params.id);
    return undefined;
  }),
});

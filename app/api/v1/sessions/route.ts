// One's own sessions.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { revokeSessions } from '@/lib/server/commands/revoke-sessions';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listSessions } from '@/lib/server/queries/read-me';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  DELETE: route(ENDPOINTS.revokeSessions, ({ query, ...context }) => revokeSessions(context, query)),
  GET: route(ENDPOINTS.listSessions, ({ app, principal, query }) => listSessions(app, principal, query)),
});

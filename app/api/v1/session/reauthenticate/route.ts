// Proves again who one is.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { reauthenticate } from '@/lib/server/commands/reauthenticate';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.reauthenticate, ({ body, ...context }) => reauthenticate(context, body)),
});

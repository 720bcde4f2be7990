// Acts on all runs that a filter finds.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { startBulk } from '@/lib/server/commands/start-bulk';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.startBulk, ({ body, ...context }) => startBulk(context, body)),
});

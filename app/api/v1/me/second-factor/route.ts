// One's own second factor.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { beginSecondFactor, removeSecondFactor } from '@/lib/server/commands/second-factor';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readSecondFactor } from '@/lib/server/queries/read-second-factor';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readSecondFactor, ({ app, principal }) => readSecondFactor(app, principal)),
  POST: route(ENDPOINTS.beginSecondFactor, ({ body, ...context }) => beginSecondFactor(context, body)),
  DELETE: route(ENDPOINTS.removeSecondFactor, async ({ body, ...context }) => {
    await removeSecondFactor(context, body);
    return undefined;
  }),
});

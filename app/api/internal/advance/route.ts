// The door of a distributed dispatcher: advances one run for a burst of steps, by whoever knows the installation's internal token.
import { advanceRun } from '@/lib/server/commands/advance-run';
import { methods } from '@/lib/server/http/methods';
import { plainRoute } from '@/lib/server/http/plain-route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: plainRoute(async ({ app, request }) => Response.json(await advanceRun(app, request))),
});

// Stops the runs of an agent before their next step.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { pauseAgent } from '@/lib/server/commands/set-stop';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.pauseAgent, ({ params, body, ...context }) =>
    pauseAgent(context, { name: params.name, reason: body.reason }),
  ),
});

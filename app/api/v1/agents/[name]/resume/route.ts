// Lets the runs of a paused agent go on.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { resumeAgent } from '@/lib/server/commands/set-stop';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.resumeAgent, ({ params, body, ...context }) =>
    resumeAgent(context, { name: params.name, reason: body.reason }),
  ),
});

// Chooses the version of an agent that new runs use.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { activateAgent } from '@/lib/server/commands/activate-agent';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.activateAgent, ({ params, body, ...context }) =>
    activateAgent(context, { name: params.name, ...body }),
  ),
});

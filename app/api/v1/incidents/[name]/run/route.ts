// Carries out an incident of the demo; the answer is its report at the beginning.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { runIncident } from '@/lib/server/commands/run-incident';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(
    ENDPOINTS.runIncident,
    async ({ params, ...context }) => (await runIncident(context, { name: params.name })).report,
  ),
});

// What of the run can be undone.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readCompensation } from '@/lib/server/queries/read-compensation';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readCompensation, async ({ app, params, query }) => {
    const steps = query.steps?.split(',').map(Number);
    return (await readCompensation(app, params.id, steps)).shape;
  }),
});

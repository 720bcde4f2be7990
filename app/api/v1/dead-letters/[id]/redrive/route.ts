// Sends the failed run on.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { redriveDeadLetter } from '@/lib/server/commands/redrive-run';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.redriveDeadLetter, ({ params, body, ...context }) =>
    redriveDeadLetter(context, { id: params.id, ...body }),
  ),
});

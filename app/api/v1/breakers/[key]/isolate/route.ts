// A person's word on one breaker: isolate.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { isolateBreaker } from '@/lib/server/commands/set-breaker';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.isolateBreaker, ({ params, body, ...context }) =>
    isolateBreaker(context, { ...params, ...body }),
  ),
});

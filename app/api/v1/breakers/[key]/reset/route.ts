// A person's word on one breaker: reset.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { resetBreaker } from '@/lib/server/commands/set-breaker';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.resetBreaker, ({ params, body, ...context }) =>
    resetBreaker(context, { ...params, ...body }),
  ),
});

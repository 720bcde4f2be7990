// Takes away the second factor of somebody who lost it.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { resetSecondFactor } from '@/lib/server/commands/reset-second-factor';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.resetSecondFactor, async ({ params, body, ...context }) => {
    await resetSecondFactor(context, { email: params.email, reason: body?.reason });
    return undefined;
  }),
});

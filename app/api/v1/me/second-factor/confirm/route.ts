// Confirms one's own second factor.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { confirmSecondFactor } from '@/lib/server/commands/second-factor';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.confirmSecondFactor, ({ body, ...context }) => confirmSecondFactor(context, body)),
});

// Gives a person a temporary password.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { resetPassword } from '@/lib/server/commands/change-password';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.resetPassword, ({ params, body, ...context }) =>
    resetPassword(context, { email: params.email, reason: body?.reason }),
  ),
});

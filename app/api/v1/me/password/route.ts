// Changes one's own password.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { changePassword } from '@/lib/server/commands/change-password';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.changePassword, async ({ body, ...context }) => {
    await changePassword(context, body);
    return undefined;
  }),
});

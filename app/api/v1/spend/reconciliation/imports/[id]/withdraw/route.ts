// Takes an import back.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { withdrawUsageImport } from '@/lib/server/commands/withdraw-usage-import';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.withdrawUsageImport, ({ params, body, ...context }) =>
    withdrawUsageImport(context, { id: params.id, reason: body.reason }),
  ),
});

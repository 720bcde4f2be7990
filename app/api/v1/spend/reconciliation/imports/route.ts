// Providers' usage exports: list them, import one.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { importUsage } from '@/lib/server/commands/import-usage';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listUsageImports } from '@/lib/server/queries/read-reconciliation';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listUsageImports, ({ app, query }) => listUsageImports(app, query)),
  POST: route(ENDPOINTS.importUsage, ({ query, body, ...context }) =>
    importUsage(context, { ...query, text: body }),
  ),
});

// What providers say beside what was counted here.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readReconciliation } from '@/lib/server/queries/read-reconciliation';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readReconciliation, ({ app, query }) => readReconciliation(app, query)),
});

// Calls of the past before the active version and the draft.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { backtestPolicies } from '@/lib/server/queries/backtest-policies';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.backtestPolicies, ({ app, body }) => backtestPolicies(app, body)),
});

// One scope's budgets: say how much may be spent, and take that away.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { archiveBudget, putBudget } from '@/lib/server/commands/put-budget';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  PUT: route(
    ENDPOINTS.putBudget,
    ({ params, body, ifMatch, ...context }) =>
      putBudget(context, { scope: params.scope, terms: body, ifMatch }),
    { etag: (answer) => answer.version },
  ),
  DELETE: route(ENDPOINTS.archiveBudget, async ({ params, query, ...context }) => {
    await archiveBudget(context, { scope: params.scope, period: query.period });
    return undefined;
  }),
});

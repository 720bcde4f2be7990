// What failed for good: one by one, or by cause.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listDeadLetterGroups, listDeadLetters } from '@/lib/server/queries/dead-letters';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listDeadLetters, ({ app, query }) =>
    query.group === undefined ? listDeadLetters(app, query) : listDeadLetterGroups(app, query),
  ),
});

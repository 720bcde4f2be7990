// How many approvals a filter finds.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { personOf } from '@/lib/server/authorize';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { countApprovals } from '@/lib/server/queries/lists';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.countApprovals, ({ app, principal, query }) =>
    countApprovals(app, query, personOf(principal)),
  ),
});

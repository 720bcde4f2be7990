// The queue of approvals.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { personOf } from '@/lib/server/authorize';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listApprovals } from '@/lib/server/queries/lists';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listApprovals, ({ app, principal, query }) =>
    listApprovals(app, query, personOf(principal)),
  ),
});

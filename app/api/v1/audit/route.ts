// The record, searched.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listAudit } from '@/lib/server/queries/read-audit';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listAudit, ({ app, query }) => listAudit(app, query)),
});

// The record, checked as a whole.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { verifyAudit } from '@/lib/server/queries/verify-record';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.verifyAudit, ({ app, query, signal }) => verifyAudit(app, { ...query, signal })),
});

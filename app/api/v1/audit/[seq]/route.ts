// One event of the record.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readAuditEvent } from '@/lib/server/queries/read-audit';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readAuditEvent, ({ app, params }) => readAuditEvent(app, params.seq)),
});

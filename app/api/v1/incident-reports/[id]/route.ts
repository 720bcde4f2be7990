// One report of an incident of the demo.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { requireReport } from '@/lib/server/queries/read-incidents';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readIncidentReport, ({ app, params }) => requireReport(app, params.id)),
});

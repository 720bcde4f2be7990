// The demo's incidents, each with its latest report.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readIncidents } from '@/lib/server/queries/read-incidents';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readIncidents, ({ app }) => readIncidents(app)),
});

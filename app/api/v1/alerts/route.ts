// What somebody should know.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listAlerts } from '@/lib/server/queries/alerts';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listAlerts, ({ app, query }) => listAlerts(app, query)),
});

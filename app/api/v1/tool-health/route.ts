// How calls of all tools went lately.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listHealth } from '@/lib/server/queries/health';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readAllToolHealth, ({ app }) => listHealth(app, 'tool')),
});

// Names and versions of secrets.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listSecrets } from '@/lib/server/queries/lists';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listSecrets, ({ app, query }) => listSecrets(app, query)),
});

// When and by whom a secret was given its values.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listSecretVersions } from '@/lib/server/queries/lists';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listSecretVersions, ({ app, params, query }) =>
    listSecretVersions(app, params.name, query),
  ),
});

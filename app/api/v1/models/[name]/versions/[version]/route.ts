// One version of one model.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readConfiguredVersion } from '@/lib/server/queries/configuration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readModelVersion, ({ app, params }) =>
    readConfiguredVersion(app, 'model', params.name, params.version),
  ),
});

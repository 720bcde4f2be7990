// One version of one tool.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readConfiguredVersion } from '@/lib/server/queries/configuration';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readToolVersion, ({ app, params }) =>
    readConfiguredVersion(app, 'tool', params.name, params.version),
  ),
});

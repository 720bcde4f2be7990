// Where secrets are read from.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readSecretSources } from '@/lib/server/queries/secret-sources';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readSecretSources, ({ app }) => readSecretSources(app)),
});

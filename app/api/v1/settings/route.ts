// What administrators say about this installation.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { putSettings } from '@/lib/server/commands/put-settings';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readSettings } from '@/lib/server/queries/read-about';

const etag = { etag: ({ version }: { version: number }) => version };

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readSettings, ({ app }) => readSettings(app), etag),
  PUT: route(
    ENDPOINTS.putSettings,
    ({ body, ifMatch, ...context }) => putSettings(context, { ...body, ifMatch }),
    etag,
  ),
});

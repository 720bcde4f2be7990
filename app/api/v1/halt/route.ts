// The halt of everything: read, set, lifted.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { liftHalt, setHalt } from '@/lib/server/commands/set-stop';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readHalt } from '@/lib/server/queries/read-halt';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readHalt, ({ app }) => readHalt(app)),
  POST: route(ENDPOINTS.setHalt, ({ body, ...context }) => setHalt(context, body)),
  DELETE: route(ENDPOINTS.liftHalt, ({ query, body, ...context }) =>
    liftHalt(context, { reason: body?.reason ?? query.reason ?? null }),
  ),
});

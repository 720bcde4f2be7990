// One person: read, added, changed.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { putUser } from '@/lib/server/commands/put-user';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readUser } from '@/lib/server/queries/read-people';

const etag = { etag: ({ version }: { version: number }) => version };

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readUser, ({ app, params }) => readUser(app, params.email), etag),
  PUT: route(
    ENDPOINTS.putUser,
    ({ params, body, ifMatch, ...context }) => putUser(context, { ...body, email: params.email, ifMatch }),
    etag,
  ),
});

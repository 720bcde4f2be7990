// One channel: read it, put it, delete it.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { deleteChannel, putChannel } from '@/lib/server/commands/put-channel';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { readChannel } from '@/lib/server/queries/channels';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.readChannel, ({ app, params }) => readChannel(app, params.name), {
    etag: (channel) => channel.version,
  }),
  PUT: route(
    ENDPOINTS.putChannel,
    ({ params, body, ifMatch, ...context }) =>
      putChannel(context, { name: params.name, definition: body, ifMatch }),
    { etag: (channel) => channel.version },
  ),
  DELETE: route(ENDPOINTS.deleteChannel, async ({ params, ...context }) => {
    await deleteChannel(context, params.name);
    return undefined;
  }),
});

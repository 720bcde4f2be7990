// Channels: list them.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';
import { listChannels } from '@/lib/server/queries/channels';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(ENDPOINTS.listChannels, ({ app, query }) => listChannels(app, query)),
});

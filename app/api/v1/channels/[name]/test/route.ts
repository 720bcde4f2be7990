// Sends a test event to a channel.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { testChannel } from '@/lib/server/commands/send-notice';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.testChannel, ({ params, ...context }) => testChannel(context, params.name)),
});

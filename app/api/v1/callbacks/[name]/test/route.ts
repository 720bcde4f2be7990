// Sends a test event to a callback.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { testCallback } from '@/lib/server/commands/send-callback';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.testCallback, ({ params, ...context }) => testCallback(context, params.name)),
});

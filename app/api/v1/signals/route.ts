// Takes in an event for whoever waits on its key.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { sendSignal } from '@/lib/server/commands/send-signal';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.sendSignal, ({ body, ...context }) => sendSignal(context, { runId: null, body })),
});

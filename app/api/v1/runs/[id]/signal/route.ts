// Takes in an event for one run.
import { ENDPOINTS } from '@/lib/contract/endpoints';
import { sendSignal } from '@/lib/server/commands/send-signal';
import { methods } from '@/lib/server/http/methods';
import { route } from '@/lib/server/http/route';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(ENDPOINTS.sendRunSignal, ({ params, body, ...context }) =>
    sendSignal(context, { runId: params.id, body }),
  ),
});

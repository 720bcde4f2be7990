// The event stream: what changed, for whoever may see runs; it ends with the session and with the process.
import { eventStreamResponse } from '@/lib/server/events/event-stream-response';
import { stillListening } from '@/lib/server/events/still-listening';
import { methods } from '@/lib/server/http/methods';
import { plainRoute, requirePrincipal } from '@/lib/server/http/plain-route';

export const dynamic = 'force-dynamic';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: plainRoute(async ({ app, request }) => {
    const principal = await requirePrincipal(request, app, 'runs:read');
    const { hub, clock, streams } = app;
    const mayListen = stillListening(request.headers, principal, app);
    const onEnd = streams.enter(principal);
    return eventStreamResponse({ hub, clock, signal: request.signal, mayListen, onEnd });
  }),
});

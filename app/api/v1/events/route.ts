// The event stream: what changed, for whoever may see runs; it ends with the session and with the process.
import { eventsQuery } from '@/lib/contract/events';
import { EVENT_STREAM_HEADERS, eventStreamResponse } from '@/lib/server/events/event-stream-response';
import { stillListening } from '@/lib/server/events/still-listening';
import { methods } from '@/lib/server/http/methods';
import { parseInput } from '@/lib/server/http/parse-input';
import { plainRoute, requirePrincipal } from '@/lib/server/http/plain-route';
import { queryOf } from '@/lib/server/http/query-of';

export const dynamic = 'force-dynamic';

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: plainRoute(async ({ app, request }) => {
    const principal = await requirePrincipal(request, app, 'runs:read');
    const { topics, lastEventId } = parseInput(eventsQuery, queryOf(request), '/query');
    if (request.method === 'HEAD') return new Response(null, { headers: EVENT_STREAM_HEADERS });
    const after = request.headers.get('last-event-id') ?? lastEventId ?? null;
    const { hub, clock, streams } = app;
    const mayListen = stillListening(request.headers, principal, app);
    const onEnd = streams.enter(principal);
    return eventStreamResponse({ hub, clock, signal: request.signal, mayListen, topics, after, onEnd });
  }),
});

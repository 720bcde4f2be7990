// The OpenAPI 3.1 document of API v1, made from the endpoints; refuses to say anything the doors do not parse with.
import type { z } from 'zod';
import { deliveredEventName } from '../domain/callback';
import type { Endpoint } from './endpoint';
import { ENDPOINTS } from './endpoints';
import { eventsQuery } from './events';
import { liveShape, readyShape } from './health';
import { operationOf, problemsOf, queryParameters, tagOf } from './openapi-operations';
import { describeParameter, describeSchemas, type JsonSchema } from './openapi-schemas';

export type OpenApiOptions = { readonly version: string };

export function openApiDocument({ version }: OpenApiOptions): JsonSchema {
  const endpoints: readonly Endpoint[] = Object.values(ENDPOINTS);
  const described = describeSchemas(endpoints);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operationOf(endpoint, described),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bulkhead',
      version,
      description:
        'Runs of AI agents: start them, look inside, decide what waits for a person, configure agents, tools and models. ' +
        'Times are ISO 8601 UTC, money is integer micro-USD, durations are milliseconds, paths are JSON Pointers.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }, { session: [] }],
    tags: tagsOf([...endpoints.map(({ path }) => path), '/events', '/health']),
    paths: { ...paths, '/events': EVENTS_PATH, ...HEALTH_PATHS },
    webhooks: webhooksOf(),
    components: {
      schemas: described.schemas,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `Authorization: Bearer bh_…`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'next-auth.session-token',
          description: 'The console’s session; unsafe methods from the console’s own origin only.',
        },
      },
    },
  };
}

function tagsOf(paths: readonly string[]): JsonSchema[] {
  return [...new Set(paths.map(tagOf))].toSorted().map((name) => ({ name }));
}

/** What Bulkhead itself sends to the receivers of callbacks. */
function webhooksOf(): JsonSchema {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  });
  const answer = (description: string) => ({ description });
  const post = {
    summary: 'Tell a callback of one event',
    security: [],
    parameters: [
      header('Bulkhead-Event-Id', 'The same at every attempt: deduplicate by it.'),
      header(
        'Bulkhead-Signature',
        '`t=…,v1=…`: v1 is the HMAC-SHA256 of `t.body`; two of them while a secret changes.',
      ),
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/CallbackEvent' } } },
    },
    responses: { '2XX': answer('Taken.'), default: answer('Tried again, with growing waits, for 24 hours.') },
  };
  return Object.fromEntries(deliveredEventName.options.map((name) => [name, { post }]));
}

const EVENTS_PATH: JsonSchema = {
  get: {
    operationId: 'streamEvents',
    tags: [tagOf('/events')],
    summary: 'Server-sent events: that something changed, never what it says',
    description:
      'Needs the scope `runs:read`. `reset` comes first, and whenever events may have been missed; `change` names a topic and an id; ' +
      '`heartbeat` comes every ten seconds. Each event has an id: a reader that comes back with it in `Last-Event-ID` is told what it ' +
      'missed where this process still knows, else `reset`.',
    parameters: [
      ...queryParameters(eventsQuery),
      {
        name: 'Last-Event-ID',
        in: 'header',
        required: false,
        description: 'The id of the last event that was read; browsers send it by themselves.',
        schema: { type: 'string' },
      },
    ],
    responses: {
      200: {
        description:
          'The stream: `data` of `change` is a ChangeEvent, of `reset` and `heartbeat` a HeartbeatEvent.',
        content: {
          'text/event-stream': {
            schema: {
              anyOf: [
                { $ref: '#/components/schemas/ChangeEvent' },
                { $ref: '#/components/schemas/HeartbeatEvent' },
              ],
            },
          },
        },
      },
      ...problemsOf(['invalid_request', 'unauthenticated', 'forbidden', 'rate_limited', 'unavailable'], {
        $ref: '#/components/schemas/Problem',
      }),
    },
  },
};

function healthOperation(
  id: string,
  summary: string,
  schema: z.ZodType,
  statuses: readonly number[],
): JsonSchema {
  const content = { 'application/json': { schema: describeParameter(schema) } };
  return {
    operationId: id,
    tags: [tagOf('/health')],
    summary,
    security: [],
    parameters: [],
    responses: Object.fromEntries(
      statuses.map((status) => [String(status), { description: status === 200 ? 'Yes.' : 'No.', content }]),
    ),
  };
}

const HEALTH_PATHS: JsonSchema = {
  '/health/live': {
    servers: [{ url: '/api' }],
    get: healthOperation('readLiveness', 'The process answers', liveShape, [200]),
  },
  '/health/ready': {
    servers: [{ url: '/api' }],
    get: healthOperation('readReadiness', 'Requests will be served', readyShape, [200, 503]),
  },
};

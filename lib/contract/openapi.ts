// The OpenAPI 3.1 document of API v1, made from the endpoints; refuses to say anything the doors do not parse with.
import { z } from 'zod';
import { REQUEST_ERROR_STATUS, type RequestErrorCode } from '../domain/errors';
import type { Endpoint } from './endpoint';
import { ENDPOINTS } from './endpoints';
import { changeEvent, heartbeatEvent } from './events';
import { liveShape, readyShape } from './health';
import { describeParameter, describeSchemas, type JsonSchema } from './openapi-schemas';
import { PROBLEM_MEDIA_TYPE } from './problem';

/** What any endpoint may answer besides its own. */
const ANY_ERRORS: readonly RequestErrorCode[] = [
  'invalid_request',
  'unauthenticated',
  'forbidden',
  'rate_limited',
  'unavailable',
];
const BODY_ERRORS: readonly RequestErrorCode[] = ['too_large', 'unsupported_media_type'];

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
    paths: { ...paths, '/events': EVENTS_PATH, ...HEALTH_PATHS },
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

type Described = ReturnType<typeof describeSchemas>;

function operationOf(endpoint: Endpoint, described: Described): JsonSchema {
  const hasBody = endpoint.body !== undefined;
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    ...(endpoint.scope === 'public' ? { security: [] } : {}),
    ...(endpoint.scope === 'public' || endpoint.scope === 'signed-in'
      ? {}
      : { description: `Needs the scope \`${endpoint.scope}\`.` }),
    parameters: parametersOf(endpoint),
    ...(hasBody
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: described.bodyRef(endpoint) } },
          },
        }
      : {}),
    responses: {
      [endpoint.status]: {
        description: endpoint.status === 204 ? 'Done.' : 'The answer.',
        ...(endpoint.response === undefined
          ? {}
          : { content: { 'application/json': { schema: described.answerRef(endpoint) } } }),
      },
      ...problemsOf(
        [...ANY_ERRORS, ...(hasBody ? BODY_ERRORS : []), ...(endpoint.errors ?? [])],
        described.problemRef,
      ),
    },
  };
}

/** One response a status; the codes that share it are named in its description. */
function problemsOf(codes: readonly RequestErrorCode[], schema: JsonSchema): Record<string, JsonSchema> {
  const byStatus = new Map<number, RequestErrorCode[]>();
  for (const code of new Set(codes)) {
    const status = REQUEST_ERROR_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, shared]) => [
      String(status),
      {
        description: shared.map((code) => `\`${code}\``).join(', '),
        content: { [PROBLEM_MEDIA_TYPE]: { schema } },
      },
    ]),
  );
}

function parametersOf({ params, query, idempotent, method }: Endpoint): JsonSchema[] {
  const found: JsonSchema[] = [];
  for (const [name, schema] of fieldsOf(params))
    found.push({ name, in: 'path', required: true, schema: describeParameter(schema) });
  for (const [name, schema] of fieldsOf(query))
    found.push({
      name,
      in: 'query',
      required: !schema.safeParse(undefined).success,
      schema: describeParameter(schema),
    });
  if (idempotent)
    found.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'Kept for 24 hours: the same key and body get the first answer, with `Idempotent-Replayed: true`.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    });
  if (method === 'PUT')
    found.push({
      name: 'If-Match',
      in: 'header',
      required: false,
      description: 'The version that must be the newest one, e.g. `"3"`; `*` for any.',
      schema: { type: 'string' },
    });
  return found;
}

function fieldsOf(schema: z.ZodType | undefined): [string, z.ZodType][] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>); // safe because a ZodObject's shape is made of schemas
}

const EVENTS_PATH: JsonSchema = {
  get: {
    operationId: 'streamEvents',
    summary: 'Server-sent events: that something changed, never what it says',
    description:
      '`reset` comes first and whenever events may have been missed; `change` names a topic and an id; `heartbeat` every ten seconds.',
    parameters: [],
    responses: {
      200: {
        description: 'The stream.',
        content: {
          'text/event-stream': {
            schema: { anyOf: [describeParameter(changeEvent), describeParameter(heartbeatEvent)] },
          },
        },
      },
      ...problemsOf(['unauthenticated', 'forbidden', 'rate_limited', 'unavailable'], {
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

// One operation of the OpenAPI document from its endpoint: parameters, body, answers, and every refusal it may give.
import { z } from 'zod';
import { REQUEST_ERROR_STATUS, type RequestErrorCode } from '../domain/errors';
import { DOWNLOAD_MEDIA_TYPE } from './download';
import { type Endpoint, takesIfMatch } from './endpoint';
import { EXAMPLE_BODIES } from './openapi-examples';
import {
  type DescribedSchemas,
  describeParameter,
  describeQueryValue,
  type JsonSchema,
} from './openapi-schemas';
import { PROBLEM_MEDIA_TYPE } from './problem';

/** The codes that an endpoint may answer: what follows from its shape, and what it names itself. */
export function errorsOf(endpoint: Endpoint): readonly RequestErrorCode[] {
  const { scope, params, body, method, idempotent, errors = [] } = endpoint;
  const isPublic = scope === 'public';
  const codes: RequestErrorCode[] = ['invalid_request', 'rate_limited', 'unavailable'];
  if (!isPublic) codes.push('unauthenticated');
  if (!isPublic) codes.push('forbidden'); // also a session that another site made use of
  if (body !== undefined) codes.push('too_large', 'unsupported_media_type');
  // A name that nothing can have is not there; PUT would create it, and says what is wrong with it.
  if (params !== undefined && method !== 'PUT') codes.push('not_found');
  if (takesIfMatch(endpoint)) codes.push('version_mismatch');
  if (idempotent) codes.push('idempotency_mismatch', 'in_flight');
  return [...new Set([...codes, ...errors])];
}

export function operationOf(endpoint: Endpoint, described: DescribedSchemas): JsonSchema {
  const { body, scope, status, response } = endpoint;
  const example = EXAMPLE_BODIES[endpoint.id];
  return {
    operationId: endpoint.id,
    tags: [tagOf(endpoint.path)],
    summary: endpoint.summary,
    ...(scope === 'public' ? { security: [] } : {}),
    ...(scope === 'public' || scope === 'signed-in' ? {} : { description: `Needs the scope \`${scope}\`.` }),
    parameters: parametersOf(endpoint),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: {
              [endpoint.bodyText?.mediaType ?? 'application/json']: {
                schema: described.bodyRef(endpoint),
                ...(example === undefined ? {} : { example }),
              },
            },
          },
        }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done.' : 'The answer.',
        headers: answerHeaders(endpoint),
        ...(response === undefined ? {} : { content: answerContent(endpoint, described) }),
      },
      ...problemsOf(errorsOf(endpoint), described.problemRef),
    },
  };
}

/** The first part of the path, in words: what an endpoint is about. */
export function tagOf(path: string): string {
  const [first = ''] = path.split('/').filter((part) => part !== '');
  const words = first.replace(/\.\w+$/, '').replaceAll('-', ' ');
  return (words.charAt(0).toUpperCase() + words.slice(1))
    .replace(/^Api\b/, 'API')
    .replace(/^Openapi$/, 'OpenAPI');
}

const text = (description: string): JsonSchema => ({ description, schema: { type: 'string' } });
const REQUEST_ID = { 'X-Request-Id': text('Names this request in the log.') };

function answerContent(endpoint: Endpoint, described: DescribedSchemas): JsonSchema {
  const json = { [DOWNLOAD_MEDIA_TYPE.json]: { schema: described.answerRef(endpoint) } };
  if (endpoint.download === undefined) return json;
  const description =
    'RFC 4180 in UTF-8, with a header line; text that a spreadsheet would run begins with an apostrophe.';
  const lines = 'Each item of the JSON form as one line.';
  const asLines = { [DOWNLOAD_MEDIA_TYPE.jsonl]: { schema: { type: 'string', description: lines } } };
  if (endpoint.download === 'page') {
    const page = 'One page that needs nothing else.';
    return { [DOWNLOAD_MEDIA_TYPE.html]: { schema: { type: 'string', description: page } }, ...asLines };
  }
  return { [DOWNLOAD_MEDIA_TYPE.csv]: { schema: { type: 'string', description } }, ...json, ...asLines };
}

function answerHeaders({ idempotent, download }: Endpoint): JsonSchema {
  if (download !== undefined)
    return { ...REQUEST_ID, 'Content-Disposition': text('An attachment, with a name for the file.') };
  if (!idempotent) return REQUEST_ID;
  return {
    ...REQUEST_ID,
    'Idempotent-Replayed': text('`true` where this is the kept answer of the first request with this key.'),
  };
}

/** One response a status; the codes that share it are named in its description. */
export function problemsOf(
  codes: readonly RequestErrorCode[],
  schema: JsonSchema,
): Record<string, JsonSchema> {
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
        headers: {
          ...REQUEST_ID,
          ...(status === 429 || status === 503
            ? { 'Retry-After': text('Seconds after which to ask again.') }
            : {}),
        },
        content: { [PROBLEM_MEDIA_TYPE]: { schema } },
      },
    ]),
  );
}

function parametersOf(endpoint: Endpoint): JsonSchema[] {
  const { params, query, idempotent } = endpoint;
  const found: JsonSchema[] = [];
  for (const [name, schema] of fieldsOf(params))
    found.push({ name, in: 'path', required: true, schema: describeParameter(schema) });
  found.push(...queryParameters(query));
  if (idempotent)
    found.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'Kept for 24 hours: the same key and body get the first answer, with `Idempotent-Replayed: true`.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    });
  if (takesIfMatch(endpoint))
    found.push({
      name: 'If-Match',
      in: 'header',
      required: false,
      description: 'The version that must be the newest one, e.g. `"3"`; `*` for any.',
      schema: { type: 'string' },
    });
  return found;
}

export function queryParameters(query: z.ZodType | undefined): JsonSchema[] {
  return fieldsOf(query).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    ...describeQueryValue(schema),
  }));
}

function fieldsOf(schema: z.ZodType | undefined): [string, z.ZodType][] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>); // safe because a ZodObject's shape is made of schemas
}

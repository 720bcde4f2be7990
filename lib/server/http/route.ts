// The one door of the HTTP API: who asks, may they, is it well said; then the handler; then the answer or a problem. Nothing gets past it.
import 'server-only';
import { z } from 'zod';
import { type Endpoint, takesIfMatch } from '../../contract/endpoint';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { type App, app } from '../app';
import { noteRefusal } from '../refusals/note-refusal';
import { type Answer, answerOnce, type Intent } from './answer-once';
import { readIfMatch } from './if-match';
import { readJsonBody, readTextBody } from './json-body';
import { parseInput } from './parse-input';
import { pathOf, requirePrincipal } from './plain-route';
import { problemResponse, refusalOf } from './problem-response';
import { queryOf } from './query-of';
import { requireAnonymousRate } from './rate-limit';

type ParsedBy<S> = S extends z.ZodType ? z.output<S> : undefined;
type PartOf<E, K extends string> = E extends { readonly [P in K]: infer S } ? ParsedBy<S> : undefined;

/** What a handler is given: everything checked and parsed. */
export type Asked<E extends Endpoint> = {
  readonly app: App;
  readonly requestId: string;
  /** Null for public endpoints only. */
  readonly principal: E['scope'] extends 'public' ? null : Principal;
  readonly params: PartOf<E, 'params'>;
  readonly query: PartOf<E, 'query'>;
  readonly body: PartOf<E, 'body'>;
  /** Where `takesIfMatch`: the version that has to be the newest; `any` for one that exists; null when the client did not say. */
  readonly ifMatch: number | 'any' | null;
  /** The same over all retries of one request; null when the client named no key. */
  readonly intent: Intent | null;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
};

/** A page may come as the queries give it: nobody writes to it any more. */
type Given<T> = T extends { items: (infer I)[] } ? Omit<T, 'items'> & { readonly items: readonly I[] } : T;
export type AnswerOf<E extends Endpoint> = E extends { readonly response: infer R extends z.ZodType }
  ? Given<z.input<R>>
  : undefined;

export type RouteOptions<E extends Endpoint> = {
  /** The version that stands in the answer's ETag. */
  readonly etag?: (answer: AnswerOf<E>) => number;
};

export type NextContext = { readonly params: Promise<Record<string, string | string[] | undefined>> };
export type RouteHandler = ((request: Request, context: NextContext) => Promise<Response>) & {
  readonly endpoint: Endpoint;
  /** Which door made it: `doors.test.ts` holds each endpoint to its own. */
  readonly door: 'json' | 'download';
};

/**
 * Order: session or key (401), rate (429), scope (403), path (404), query (400), body (413, 415, 400), Idempotency-Key, handler. Whatever is
 * thrown becomes problem details; what is not ours to say becomes `internal` and stands in the log under the request's id.
 */
export function route<const E extends Endpoint>(
  endpoint: E,
  handler: (asked: Asked<E>) => Promise<AnswerOf<E>>,
  options: RouteOptions<E> = {},
): RouteHandler {
  const handle = async (request: Request, context: NextContext): Promise<Response> => {
    const running = app();
    const requestId = running.ids.timeOrdered();
    let principal: Principal | null = null;
    try {
      const asked = await askedOf(endpoint, request, context, requestId, running);
      principal = asked.principal;
      const act = async (intent: Intent | null): Promise<Answer> => {
        const complete = { ...asked, intent } as Asked<E>; // safe because each part was parsed by the endpoint's own schema
        return answerFrom(endpoint, await handler(complete), options, running);
      };
      const key = endpoint.idempotent ? request.headers.get('idempotency-key') : null;
      if (key === null || asked.principal === null) return responseOf(await act(null), requestId);
      const route = `${endpoint.method} ${endpoint.path}`;
      const { params, query, body } = asked;
      const { answer, replayed } = await answerOnce(
        running,
        {
          key,
          principal: asked.principal,
          route,
          asked: { params, body, ...(query === undefined ? {} : { query }) },
        },
        act,
      );
      return responseOf(answer, requestId, replayed);
    } catch (error) {
      await noteRefused(endpoint, request, { error, principal, requestId }, running);
      return problemResponse(refusalOf(error, requestId, running.logger));
    }
  };
  return Object.assign(handle, { endpoint, door: 'json' as const });
}

/** Hands in what was refused, by the endpoint's own name. */
export function noteRefused(
  { method, path }: Endpoint,
  request: Request,
  refused: { readonly error: unknown; readonly principal: Principal | null; readonly requestId: string },
  running: App,
): Promise<void> {
  const access = `${method} ${path}`;
  return noteRefusal(running, { ...refused, access, path: pathOf(request), headers: request.headers });
}

/** Everything of a request but its intent, checked in the order that `route` names. */
export async function askedOf(
  endpoint: Endpoint,
  request: Request,
  context: NextContext,
  requestId: string,
  running: App,
) {
  const { scope } = endpoint;
  if (scope === 'public') requireAnonymousRate(running, request);
  const principal = scope === 'public' ? null : await requirePrincipal(request, running, scope);
  return {
    app: running,
    requestId,
    principal,
    params: parseParams(endpoint, await context.params),
    query: parseQuery(endpoint, request),
    ifMatch: takesIfMatch(endpoint) ? readIfMatch(request) : null,
    body:
      endpoint.body === undefined ? undefined : parseInput(endpoint.body, await readBody(endpoint, request)),
    signal: request.signal,
  };
}

function readBody({ bodyText }: Endpoint, request: Request): Promise<unknown> {
  return bodyText === undefined ? readJsonBody(request) : readTextBody(request, bodyText);
}

const NO_QUERY = z.strictObject({});

/** Also where an endpoint takes none: a filter that is not known would be one that does not filter. */
function parseQuery({ query }: Endpoint, request: Request): unknown {
  const parsed = parseInput(query ?? NO_QUERY, queryOf(request), '/query');
  return query === undefined ? undefined : parsed;
}

/** A name that no resource can have is simply not there, except for PUT, which would create it. */
function parseParams(endpoint: Endpoint, params: Record<string, unknown>): unknown {
  if (endpoint.params === undefined) return undefined;
  if (endpoint.method === 'PUT') return parseInput(endpoint.params, params, '/path');
  const parsed = endpoint.params.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new RequestError('not_found', `There is nothing at ${Object.values(params).join('/')}.`);
}

function answerFrom<E extends Endpoint>(
  endpoint: E,
  answer: AnswerOf<E>,
  options: RouteOptions<E>,
  running: App,
): Answer {
  if (running.checksAnswers) endpoint.response?.parse(answer);
  return {
    status: endpoint.status,
    body: endpoint.response === undefined ? null : JSON.stringify(answer),
    etag: options.etag === undefined ? null : `"${options.etag(answer)}"`,
  };
}

function responseOf(answer: Answer, requestId: string, replayed = false): Response {
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      ...(answer.body === null ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...(answer.etag === null ? {} : { etag: answer.etag }),
      ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
    },
  });
}

// The only fetch of the browser: one typed call per endpoint, parsed both ways; refuses an answer of another shape.
import type { z } from 'zod';
import type { Endpoint } from '../contract/endpoint';
import { type ProblemDetails, problemDetails } from '../contract/problem';
import { untilPageIsDrawn } from './page-drawn';
import { ApiProblem, ConnectionError, UnreadableAnswerError } from './problem-error';
import { askForProof } from './proof-asker';

type ParamsOf<E> = E extends { readonly params: infer P extends z.ZodType }
  ? { params: z.input<P> }
  : unknown;
type QueryOf<E> = E extends { readonly query: infer Q extends z.ZodType }
  ? { query?: z.input<Q> | undefined }
  : unknown;
type BodyOf<E> = E extends { readonly body: infer B extends z.ZodType } ? { body: z.input<B> } : unknown;

export type ApiInput<E extends Endpoint> = ParamsOf<E> &
  QueryOf<E> &
  BodyOf<E> & {
    /** The key of the intent (`newIntent`), for endpoints that create or act. */
    intent?: string;
    /** The version this PUT was made from. */
    ifMatchVersion?: number;
    signal?: AbortSignal;
  };
export type ApiAnswer<E extends Endpoint> = E extends { readonly response: infer R extends z.ZodType }
  ? z.output<R>
  : undefined;

/** What any input looks like inside; the types above are for callers. */
type LooseInput = {
  params?: Record<string, unknown>;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  intent?: string;
  ifMatchVersion?: number;
  signal?: AbortSignal;
};

const TIMEOUT_MS = 30_000;

/** The address of an endpoint on this origin, with its parameters filled in and lists joined by commas. */
export function apiPath(
  endpoint: Endpoint,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    if (text !== '') search.set(name, text);
  }
  const suffix = search.size === 0 ? '' : `?${search}`;
  return `/api/v1${path}${suffix}`;
}

/**
 * Asks one endpoint with the browser's session.
 * @throws ApiProblem when the server refuses, ConnectionError when nothing (readable) comes back in 30 s, UnreadableAnswerError when the
 * answer has another shape. An aborted `signal` rejects with its own reason.
 */
export async function api<const E extends Endpoint>(endpoint: E, input: ApiInput<E>): Promise<ApiAnswer<E>> {
  const loose = input as LooseInput; // safe because ApiInput only makes these members precise
  let [response, text] = await answerTo(endpoint, loose);
  // The very same request once more, with the same intent: nothing that was typed is asked for again.
  if (needsProof(response, text) && (await askForProof())) [response, text] = await answerTo(endpoint, loose);
  if (endpoint.method === 'GET') await untilPageIsDrawn();
  if (!response.ok) throw problemOf(response, text);
  if (endpoint.response === undefined) return undefined as ApiAnswer<E>; // safe because no response schema means undefined
  const parsed = endpoint.response.safeParse(parseJson(text));
  if (!parsed.success)
    throw new UnreadableAnswerError('The server has been updated. Reload this page.', {
      cause: parsed.error,
    });
  return parsed.data as ApiAnswer<E>; // safe because it was parsed by the endpoint's own schema
}

async function answerTo(endpoint: Endpoint, input: LooseInput): Promise<[Response, string]> {
  const response = await send(endpoint, input);
  const text = await response.text().catch((cause: unknown) => {
    throw new ConnectionError('The connection was lost before the answer was complete.', { cause });
  });
  return [response, text];
}

/** The settings name the act, and the person did not prove lately who they are. */
function needsProof({ status }: Response, text: string): boolean {
  if (status !== 403) return false;
  return problemDetails.safeParse(parseJson(text)).data?.data?.reauthenticate !== undefined;
}

async function send(endpoint: Endpoint, input: LooseInput): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (input.body !== undefined) headers['content-type'] = endpoint.bodyText?.mediaType ?? 'application/json';
  if (input.intent !== undefined) headers['idempotency-key'] = input.intent;
  if (input.ifMatchVersion !== undefined) headers['if-match'] = `"${input.ifMatchVersion}"`;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(apiPath(endpoint, input.params, input.query), {
      method: endpoint.method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: input.signal === undefined ? timeout : AbortSignal.any([timeout, input.signal]),
      ...(input.body === undefined
        ? {}
        : { body: endpoint.bodyText === undefined ? JSON.stringify(input.body) : String(input.body) }),
    });
  } catch (cause) {
    if (input.signal?.aborted) throw cause;
    const message = timeout.aborted
      ? 'Bulkhead did not answer in time.'
      : 'Bulkhead can’t be reached. It may be restarting, or the network is away.';
    throw new ConnectionError(message, { cause });
  }
}

function problemOf(response: Response, text: string): Error {
  const parsed = problemDetails.safeParse(parseJson(text));
  if (parsed.success) return new ApiProblem(parsed.data, retryAfterMs(response));
  // Something between the browser and Bulkhead answered (a proxy without its upstream).
  if (response.status >= 500) return new ConnectionError(`Bulkhead can’t be reached (${response.status}).`);
  const problem: ProblemDetails = {
    type: 'about:blank',
    title: response.statusText || 'Refused',
    status: response.status,
    code: response.status === 401 ? 'unauthenticated' : 'refused',
    detail: `The request was refused (${response.status}).`,
    errors: [],
    requestId: response.headers.get('x-request-id') ?? '',
  };
  return new ApiProblem(problem, retryAfterMs(response));
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON: the schema refuses undefined and says so
  }
}

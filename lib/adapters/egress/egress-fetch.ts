// The guarded client in the shape of `fetch`, for SDKs that take one; refuses Request objects and bodies that are streams or forms.
import type { EgressClient, EgressRequest } from './egress-client';
import { EgressError } from './egress-error';

/** Statuses whose answers have no body; `Response` throws when it is given one. */
const BODILESS = new Set([204, 205, 304]);

function refuse(message: string): never {
  throw new EgressError('url_refused', message, { sent: false, repeat: 'fatal' });
}

function bodyOf(body: BodyInit | null | undefined): string | Uint8Array | null {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  return refuse('only text and bytes can be sent as a body');
}

/** @returns a `fetch` that throws EgressError instead of TypeError and reads the whole answer before it resolves. */
export function egressFetch(
  client: EgressClient,
  bounds: Pick<EgressRequest, 'maxRequestBytes' | 'maxResponseBytes' | 'beforeSend' | 'caller'> = {},
): typeof fetch {
  return async (input, init = {}) => {
    if (input instanceof Request) refuse('a Request object can not be sent; give its URL');
    const response = await client.request({
      url: String(input),
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      body: bodyOf(init.body),
      signal: init.signal ?? new AbortController().signal,
      ...bounds,
    });
    const body = BODILESS.has(response.status) || response.body.byteLength === 0 ? null : response.body;
    return new Response(body as Uint8Array<ArrayBuffer> | null, {
      // safe because the bytes come from Buffer.concat, never from shared memory
      status: response.status,
      headers: response.headers,
    });
  };
}

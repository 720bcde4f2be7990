// The one door through which tools and models reach the network; refuses addresses, redirects, sizes and durations out of bounds.
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { type EgressCaller, type EgressRefusal, isEgressRefusal } from '../../domain/egress';
import { abortError, EgressError, reasonOf } from './egress-error';
import { isRedirect, nextHop } from './next-hop';
import { openConnection } from './open-connection';
import type { PrivateHosts } from './private-hosts';
import { ACCEPTED_ENCODINGS } from './read-body';
import { placeOf, portOf, type Resolver, resolveTarget, systemResolver } from './resolve-target';
import { sendRequest, type WireResponse } from './send-request';

export type EgressRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | null;
  /** Host names that redirects may lead to besides the URL's own; none unless told. */
  readonly hosts?: readonly string[] | undefined;
  /** Whose request it is; nobody is told of a refusal without it. */
  readonly caller?: EgressCaller | undefined;
  readonly signal: AbortSignal;
  /**
   * Called right before the first byte of each hop leaves; an abort before it keeps everything from leaving, and so does what it throws. That is thrown on
   * as it is where nothing had been sent before.
   */
  readonly beforeSend?: (() => void) | undefined;
  /** 1 MiB unless told. */
  readonly maxRequestBytes?: number;
  /** 1 MiB unless told; after decompression. */
  readonly maxResponseBytes?: number;
};

export type EgressResponse = WireResponse & { readonly url: string };

export type EgressOptions = {
  readonly privateHosts: PrivateHosts;
  readonly resolver?: Resolver;
  /**
   * Bounds look-up, connection and TLS handshake, each. Below the usual timeout of a tool, so that a receiver that can't be reached is told
   * from one that doesn't answer.
   */
  readonly connectTimeoutMs?: number;
  /** The longest that a request may take, redirects included, whatever its signal says. */
  readonly maxDurationMs?: number;
  /** Further certificate authorities, in PEM. */
  readonly ca?: string;
  /** Told of each request that the guard refused; what it throws is lost, and the refusal stands. */
  readonly onRefused?: (refusal: EgressRefusal) => void;
};

export interface EgressClient {
  /**
   * Sends one request and reads the whole answer, of any status. Redirects are followed for GET only, at most three, to the URL's own host
   * and to `hosts`, each hop checked anew; the answer to anything else is given as it is.
   * @throws EgressError, which tells whether anything can have been sent.
   */
  request(request: EgressRequest): Promise<EgressResponse>;
}

const MEBIBYTE = 1024 * 1024;
/** What concerns the connection is ours to say; a caller who could say it could smuggle a second request. */
export const OWN_HEADERS =
  /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|accept-encoding|proxy-.*)$/i;
/** What a foreign origin may see after a redirect; anything else may be a credential. */
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'user-agent']);

function refuse(code: 'url_refused' | 'header_refused' | 'request_too_large', message: string): never {
  throw new EgressError(code, message, { sent: false, repeat: 'fatal' });
}

function parseUrl(text: string): URL {
  return URL.canParse(text) ? new URL(text) : refuse('url_refused', 'the URL is not valid');
}

function checkedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (OWN_HEADERS.test(name)) refuse('header_refused', `the header ${name} can't be set`);
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (cause) {
      refuse('header_refused', `the header ${JSON.stringify(name)} can't be sent (${reasonOf(cause)})`);
    }
    checked[name.toLowerCase()] = value;
  }
  return checked;
}

/** One signal for the caller's and the upper bound; `release` drops both hooks, so that long-lived signals collect nothing. */
function boundedSignal(signal: AbortSignal, maxDurationMs: number) {
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  const timer = setTimeout(
    () => controller.abort(new DOMException('time ran out', 'TimeoutError')),
    maxDurationMs,
  );
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const release = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
  return { signal: controller.signal, release };
}

export function createEgressClient(options: EgressOptions): EgressClient {
  const { privateHosts, resolver = systemResolver, connectTimeoutMs = 2_500 } = options;
  const { maxDurationMs = 600_000, ca, onRefused } = options;

  async function sendHop(
    url: URL,
    method: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array | null,
    bounds: {
      readonly signal: AbortSignal;
      readonly sent: boolean;
      readonly maxResponseBytes: number;
      readonly beforeSend: (() => void) | undefined;
    },
  ): Promise<WireResponse> {
    const { signal, sent, maxResponseBytes } = bounds;
    const target = await resolveTarget(url, {
      resolver,
      privateHosts,
      signal,
      timeoutMs: connectTimeoutMs,
      sent,
    });
    const socket = await openConnection(target, { signal, connectTimeoutMs, sent, ca });
    if (signal.aborted) {
      socket.destroy();
      throw abortError(signal, sent, placeOf(url));
    }
    try {
      bounds.beforeSend?.();
    } catch (cause) {
      socket.destroy();
      if (!sent) throw cause;
      const message = `${placeOf(url)}: given up after a redirect (${reasonOf(cause)})`;
      throw new EgressError('aborted', message, { sent, repeat: 'retryable', cause });
    }
    return sendRequest(socket, {
      method,
      path: `${url.pathname}${url.search}`,
      headers: {
        'user-agent': 'bulkhead',
        ...headers,
        host: url.host,
        'accept-encoding': ACCEPTED_ENCODINGS,
        ...(body === null ? {} : { 'content-length': String(body.byteLength) }),
      },
      body,
      maxResponseBytes,
      signal,
      where: placeOf(url),
    });
  }

  function tellRefused(caller: EgressCaller | undefined, url: URL | null, error: unknown): void {
    if (caller === undefined || !(error instanceof EgressError) || !isEgressRefusal(error.code)) return;
    const asked = url === null ? { host: '', port: null } : { host: url.hostname, port: portOf(url) };
    try {
      onRefused?.({ caller, ...(error.target ?? asked), code: error.code });
    } catch {} // the refusal stands, whoever could not hear of it
  }

  async function exchange(request: EgressRequest, at: (url: URL) => void): Promise<EgressResponse> {
    const { maxRequestBytes = MEBIBYTE, maxResponseBytes = MEBIBYTE, hosts = [] } = request;
    const method = request.method.toUpperCase();
    const first = parseUrl(request.url);
    let url = first;
    at(url);
    let headers = checkedHeaders(request.headers ?? {});
    const body = typeof request.body === 'string' ? Buffer.from(request.body) : (request.body ?? null);
    if ((body?.byteLength ?? 0) > maxRequestBytes) {
      refuse('request_too_large', `${placeOf(url)}: the request has more than ${maxRequestBytes} bytes`);
    }
    const bounded = boundedSignal(request.signal, maxDurationMs);
    try {
      for (let hops = 0; ; hops += 1) {
        const { beforeSend } = request;
        const bounds = { signal: bounded.signal, sent: hops > 0, maxResponseBytes, beforeSend };
        const response = await sendHop(url, method, headers, body, bounds);
        const location = response.headers.get('location');
        if (!isRedirect(method, response.status) || location === null) {
          return { ...response, url: url.href };
        }
        const to = nextHop({ first, from: url, hops }, location, hosts);
        if (to.origin !== url.origin) {
          headers = Object.fromEntries(
            Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.has(name)),
          );
        }
        url = to;
        at(url);
      }
    } finally {
      bounded.release();
    }
  }

  return {
    async request(request) {
      let at: URL | null = null;
      try {
        return await exchange(request, (url) => {
          at = url;
        });
      } catch (error) {
        tellRefused(request.caller, at, error);
        throw error;
      }
    },
  };
}

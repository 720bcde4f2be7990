// Knows how one request goes over one ready connection; tells from the first byte on that something may have happened.
import { type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http';
import type { Socket } from 'node:net';
import { abortError, EgressError, reasonOf } from './egress-error';
import { readBody } from './read-body';

export type WireRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly maxResponseBytes: number;
  readonly signal: AbortSignal;
  /** `host:port` for messages. */
  readonly where: string;
};

export type WireResponse = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
};

function headersOf(response: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < response.rawHeaders.length; i += 2) {
    headers.append(response.rawHeaders[i] ?? '', response.rawHeaders[i + 1] ?? '');
  }
  return headers;
}

function responseTo(request: ClientRequest, where: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('upgrade', (_response, socket: Socket) => {
      socket.destroy();
      reject(unreadable(where, 'it switched protocols'));
    });
    request.on('error', (cause: unknown) => {
      if (cause instanceof EgressError) return reject(cause);
      const code = reasonOf(cause);
      reject(code.startsWith('HPE_') ? unreadable(where, code) : lost(where, cause));
    });
  });
}

function unreadable(where: string, why: string): EgressError {
  return new EgressError('response_unreadable', `${where} sent no readable answer (${why})`, {
    sent: true,
    repeat: 'retryable',
  });
}

function lost(where: string, cause: unknown): EgressError {
  return new EgressError('connection_lost', `${where} closed the connection before it answered`, {
    sent: true,
    repeat: 'retryable',
    cause,
  });
}

/**
 * Sends the request once and reads the whole answer; the connection is closed afterwards in any case.
 * @throws EgressError, always with `sent`: timeout, aborted, connection_lost, response_too_large, response_unreadable.
 */
export async function sendRequest(socket: Socket, wire: WireRequest): Promise<WireResponse> {
  const request = openRequest({
    method: wire.method,
    path: wire.path,
    headers: { ...wire.headers },
    setHost: false,
    createConnection: () => socket,
  });
  const onAbort = () => {
    const error = abortError(wire.signal, true, wire.where);
    request.destroy(error);
  };
  wire.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const answered = responseTo(request, wire.where);
    request.end(wire.body ?? undefined);
    const response = await answered;
    const body = await readBody(response, wire.maxResponseBytes, wire.where);
    return { status: response.statusCode ?? 0, headers: headersOf(response), body };
  } catch (error) {
    // Destroying the request ends the body with a plain reset; the abort is the true reason.
    throw wire.signal.aborted ? abortError(wire.signal, true, wire.where) : error;
  } finally {
    wire.signal.removeEventListener('abort', onAbort);
    socket.destroy();
  }
}

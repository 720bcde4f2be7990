// Knows how requests come in on loopback and how the server ends; refuses every other interface and host name.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readJsonBody } from './read-body';
import { Refusal } from './refusal';
import { type Reply, refusalReply, sendReply } from './reply';
import { matchRoute, type Route } from './router';

const LOOPBACK = '127.0.0.1';
/** A name that merely resolves to loopback would let a page in a browser reach this server. */
const HOST_NAMES = new Set([LOOPBACK, 'localhost']);

export interface Listener {
  port: number;
  /** Takes no new request, cuts those that hang, and returns when the port is free. */
  close(): Promise<void>;
}

export interface ListenOptions {
  routes: readonly Route[];
  /** 0 takes any free port. */
  port: number;
  /** Aborted by the owner before `close`, so that a handler that waits gives up. */
  stopping: AbortSignal;
  /** Told about an error that no refusal explains. */
  onUnexpected(error: unknown): void;
}

function requestUrl(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
  } catch {
    throw new Refusal(400, 'invalid_request', 'The Host header or the path is not valid.');
  }
}

async function dispatch(request: IncomingMessage, routes: readonly Route[]): Promise<Reply> {
  const url = requestUrl(request);
  if (!HOST_NAMES.has(url.hostname)) {
    throw new Refusal(403, 'foreign_host', 'The simulator answers on loopback names only.');
  }
  const { route, params } = matchRoute(routes, request.method ?? 'GET', url.pathname);
  const takesBody = route.method === 'POST' || route.method === 'PUT';
  const body = takesBody ? await readJsonBody(request) : undefined;
  return route.handle({ params, query: url.searchParams, headers: request.headers, body });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ListenOptions,
): Promise<void> {
  try {
    sendReply(response, await dispatch(request, options.routes));
  } catch (error) {
    if (options.stopping.aborted || response.destroyed || request.errored) {
      response.destroy();
    } else if (error instanceof Refusal) {
      sendReply(response, refusalReply(error));
    } else {
      options.onUnexpected(error);
      sendReply(response, refusalReply(new Refusal(500, 'internal_error', 'The simulator failed.')));
    }
  }
}

/** Binds 127.0.0.1. Rejects with the system's error when the port is taken. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const server = createServer((request, response) => void answer(request, response, options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

// Every request as it arrives, before Next sees it: notes who connected, and makes a path that can't be decoded one that nobody answers, and a
// method that nobody knows one that every address refuses.
import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** The socket's own address. Route handlers see no socket, and Next keeps an X-Forwarded-For that the client sent. */
export const PEER_ADDRESS_HEADER = 'x-bulkhead-peer';

/** Answered as an address that is not there. */
const NOWHERE = '/api/undecodable';

const KEY = Symbol.for('bulkhead.arrivals');
const holder = globalThis as { [KEY]?: true }; // safe because nobody else uses the key

/** For all HTTP servers of this process, from now on; a second call changes nothing. Node tells of a request before any handler of it runs. */
export function watchArrivals(): void {
  if (holder[KEY]) return;
  holder[KEY] = true;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }; // safe because Node documents the channel so
    noteArrival(request);
  });
}

const METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

export function noteArrival(request: Pick<IncomingMessage, 'headers' | 'method' | 'url' | 'socket'>): void {
  const address = request.socket.remoteAddress?.replace(/^::ffff:(?=[\d.]+$)/, '');
  if (address === undefined) delete request.headers[PEER_ADDRESS_HEADER];
  else request.headers[PEER_ADDRESS_HEADER] = address;
  // Next would answer such a path with 500 in plain text before any door of ours.
  const [path = ''] = (request.url ?? '').split('?');
  if (!path.startsWith('/api/')) return;
  if (!isDecodable(path)) request.url = NOWHERE;
  // Next answers TRACE with 500, others with an empty 400, and OPTIONS with methods that are refused. No endpoint has PATCH: 405 with its Allow.
  if (!METHODS.has(request.method)) request.method = 'PATCH';
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

// The routes of a test's server behind a real HTTP listener on loopback, for clients that know nothing but an address.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { watchArrivals } from '../http/arrivals';
import { callRoute } from './route-table';

export type HttpListener = { readonly url: string; close(): Promise<void> };

export async function listenOverHttp(): Promise<HttpListener> {
  watchArrivals();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error)); // safe because a test that sees it fails anyway
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // safe because it listens on a TCP port
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const left = new AbortController();
  response.once('close', () => left.abort());
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = 'GET', url = '/', headers } = incoming;
  const request = new Request(`http://${headers.host}${url}`, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]) => [[name, String(value)] as [string, string]]),
    body: chunks.length === 0 ? null : Buffer.concat(chunks),
    signal: left.signal,
  });
  const answered = await callRoute(request);
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (answered.body === null) response.end();
  else
    Readable.fromWeb(answered.body as WebStream)
      .on('error', () => response.destroy())
      .pipe(response); // safe because both are the one web stream that Node has
}

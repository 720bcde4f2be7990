// A small HTTP server on loopback for tests: keeps what it was asked and answers as told; ends with everything it holds open.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';

export type SeenRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type Answer = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

export type LoopbackServer = {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function listen(server: Server & { closeAllConnections(): void }, seen: SeenRequest[]) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // safe because it listens on a TCP port
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, url: `http://127.0.0.1:${port}`, seen, close };
}

function handlerOf(answer: Answer, seen: SeenRequest[]) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: await bodyOf(request) };
    seen.push(one);
    await answer(one, response);
  };
}

export async function startServer(answer: Answer): Promise<LoopbackServer> {
  const seen: SeenRequest[] = [];
  return listen(createServer(handlerOf(answer, seen)), seen);
}

export async function startTlsServer(
  answer: Answer,
  keys: { readonly cert: string; readonly key: string },
): Promise<LoopbackServer> {
  const seen: SeenRequest[] = [];
  return listen(createTlsServer(keys, handlerOf(answer, seen)), seen);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

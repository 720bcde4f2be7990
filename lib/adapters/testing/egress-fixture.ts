// What tests of outgoing requests share: servers that end with the test, a client that may reach loopback, and the error of a failed request.
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import {
  createEgressClient,
  type EgressClient,
  type EgressOptions,
  type EgressRequest,
} from '../egress/egress-client';
import { EgressError } from '../egress/egress-error';
import { parsePrivateHosts } from '../egress/private-hosts';
import { type Answer, type LoopbackServer, startServer } from './loopback-server';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** Ends the server with the test. */
export function endWithTest<S extends { close(): unknown }>(server: S): S {
  open.push(server);
  return server;
}

export async function serve(answer: Answer): Promise<LoopbackServer> {
  return endWithTest(await startServer(answer));
}

/** A server below HTTP, for answers that no HTTP server gives. @returns its port. */
export async function serveTcp(onData: (socket: Socket) => void): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => onData(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endWithTest(server);
  return (server.address() as AddressInfo).port; // safe because it listens on a TCP port
}

/** May reach loopback unless told otherwise. */
export function egressClient(options: Partial<EgressOptions> & { allow?: string[] } = {}): EgressClient {
  const { allow = ['127.0.0.0/8'], ...rest } = options;
  return createEgressClient({ privateHosts: parsePrivateHosts(allow), ...rest });
}

export const get = (url: string, more: Partial<EgressRequest> = {}): EgressRequest => ({
  url,
  method: 'GET',
  signal: new AbortController().signal,
  ...more,
});

/** The error of a request that has to fail. */
export async function failure(promise: Promise<unknown>): Promise<EgressError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EgressError)) throw error;
  return error;
}

export const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

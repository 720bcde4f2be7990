// The last moment before the first byte: whoever refuses there has sent nothing, and is told as it was refused.
import { createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../domain/errors';
import { toolDefinition } from '../../domain/tool';
import { egressClient, endWithTest, failure, get, serve } from '../testing/egress-fixture';
import { client as modelClient, requestTo } from '../testing/model-fixture';
import { HttpToolClient } from '../tools/http-tool-client';
import { AjvValidator } from '../validation/ajv-validator';

const HALTED = new CodedError('halted', 'refused', 'Everything is halted.');
const beforeSend = () => {
  throw HALTED;
};

/** Counts the bytes of whoever connects. */
async function listening() {
  const seen = { bytes: 0, connections: 0, closed: 0 };
  const server: Server = createServer((socket) => {
    seen.connections += 1;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      seen.bytes += chunk.byteLength;
    });
    socket.on('close', () => {
      seen.closed += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endWithTest(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  const untilClosed = async () => {
    while (seen.closed < seen.connections || seen.connections === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { seen, url: `http://127.0.0.1:${address.port}`, untilClosed };
}

describe('a refusal right before the first byte', () => {
  it('leaves a connection on which nothing was written, and is thrown as it is', async () => {
    const { seen, url, untilClosed } = await listening();
    const request = get(`${url}/refunds`, { method: 'POST', body: '{}', beforeSend });
    await expect(egressClient().request(request)).rejects.toBe(HALTED);
    await untilClosed();
    expect(seen).toMatchObject({ connections: 1, bytes: 0 });
  });

  it('is asked once the connection stands, after a name that took its time', async () => {
    const server = await serve((_request, response) => void response.end('ok'));
    const order: string[] = [];
    const resolver = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      order.push('resolved');
      return ['127.0.0.1'];
    };
    const request = get(`http://slow.test:${server.port}/`, { beforeSend: () => void order.push('asked') });
    await egressClient({ resolver }).request(request);
    expect(order).toEqual(['resolved', 'asked']);
  });

  it('says of a redirect that something has been sent by then', async () => {
    const server = await serve(
      (_request, response) => void response.writeHead(302, { location: '/b' }).end(),
    );
    let hops = 0;
    const refusing = () => {
      hops += 1;
      if (hops > 1) throw HALTED;
    };
    const error = await failure(egressClient().request(get(`${server.url}/a`, { beforeSend: refusing })));
    expect(error).toMatchObject({ code: 'aborted', sent: true, class: 'unknown' });
    expect(server.seen.map(({ url }) => url)).toEqual(['/a']);
  });

  it('comes through the clients of tools and models as it is', async () => {
    const { seen, url, untilClosed } = await listening();
    const tools = new HttpToolClient({
      egress: egressClient(),
      validator: new AjvValidator(),
      clock: { now: () => Date.now() },
      secrets: { read: async () => '' },
    });
    const definition = toolDefinition.parse({
      kind: 'http',
      description: 'Refunds',
      inputSchema: { type: 'object' },
      effect: 'unsafe',
      http: { method: 'POST', url: `${url}/refunds` },
    });
    const { signal } = new AbortController();
    const tool = { name: 'payments.refund', version: 1, definition };
    const call = tools.call({ tool, arguments: {}, effectKey: 'run:2', beforeSend }, signal);
    await expect(call).rejects.toBe(HALTED);
    await expect(modelClient.complete(requestTo(url, { beforeSend }), signal)).rejects.toBe(HALTED);
    await untilClosed();
    expect(seen).toMatchObject({ connections: 2, bytes: 0 });
  });
});

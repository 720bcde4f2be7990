// What is noted of a request before any handler sees it, on a real HTTP server.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEER_ADDRESS_HEADER, watchArrivals } from './arrivals';

const server = createServer(({ url, method, headers }, response) =>
  response.end(JSON.stringify({ url, method, peer: headers[PEER_ADDRESS_HEADER] })),
);
beforeAll(async () => {
  watchArrivals();
  watchArrivals();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());

function ask(
  path: string,
  headers = {},
  method = 'GET',
): Promise<{ url: string; method: string; peer: string }> {
  const { port } = server.address() as AddressInfo; // safe because it listens on a port
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path, headers, method, agent: false },
      async (response) => {
        let text = '';
        for await (const chunk of response) text += String(chunk);
        resolve(JSON.parse(text));
      },
    );
    asked.once('error', reject).end();
  });
}

describe('a request that arrives', () => {
  it('carries the address of its socket, whatever the client wrote there', async () => {
    expect(await ask('/api/v1/me', { [PEER_ADDRESS_HEADER]: '1.2.3.4' })).toEqual({
      url: '/api/v1/me',
      method: 'GET',
      peer: '127.0.0.1',
    });
  });

  it.each(['/api/v1/runs/%ED%A0%80', '/api/v1/%FF?x=1', '/api/%'])(
    'leads nowhere when its path can not be decoded: %s',
    async (path) => {
      expect((await ask(path)).url).toBe('/api/undecodable');
    },
  );

  it.each(['/api/v1/runs?q=%FF', '/api/v1/tools/a%20b', '/runs/%FF'])('keeps %s', async (path) => {
    expect((await ask(path)).url).toBe(path);
  });

  it('asks for what every address refuses where its method is one that nobody knows', async () => {
    const methodOf = async (path: string, method: string) => (await ask(path, {}, method)).method;
    for (const method of ['TRACE', 'OPTIONS', 'PROPFIND', 'QUERY'])
      expect(await methodOf('/api/v1/runs', method), method).toBe('PATCH');
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect(await methodOf('/api/v1/runs', method)).toBe(method);
    expect(await methodOf('/runs', 'OPTIONS')).toBe('OPTIONS');
  });
});

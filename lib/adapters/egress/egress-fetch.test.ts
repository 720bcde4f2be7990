import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackServer, sendJson, startServer } from '../testing/loopback-server';
import { createEgressClient } from './egress-client';
import { EgressError } from './egress-error';
import { egressFetch } from './egress-fetch';
import { parsePrivateHosts } from './private-hosts';

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const guardedFetch = egressFetch(createEgressClient({ privateHosts: parsePrivateHosts(['127.0.0.0/8']) }), {
  maxResponseBytes: 1_000,
});

describe('egressFetch', () => {
  it('answers as fetch does', async () => {
    server = await startServer((_request, response) => sendJson(response, 201, { id: 7 }, { 'x-id': '7' }));
    const response = await guardedFetch(new URL('/things', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer k' },
      body: '{"a":1}',
    });
    expect(response.status).toBe(201);
    expect(response.ok).toBe(true);
    expect(response.headers.get('x-id')).toBe('7');
    expect(await response.json()).toEqual({ id: 7 });
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      url: '/things',
      body: '{"a":1}',
      headers: { authorization: 'Bearer k', 'content-length': '7' },
    });
  });

  it.each([204, 304])('answers %s without a body', async (status) => {
    server = await startServer((_request, response) => void response.writeHead(status).end());
    const response = await guardedFetch(server.url);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
  });

  it('keeps the bounds it was given, and the errors of the client', async () => {
    server = await startServer((_request, response) => void response.end('x'.repeat(2_000)));
    await expect(guardedFetch(server.url)).rejects.toMatchObject({ code: 'response_too_large' });
    await expect(guardedFetch('http://10.0.0.1/')).rejects.toBeInstanceOf(EgressError);
  });

  it('refuses a body that it could not send twice or measure', async () => {
    await expect(
      guardedFetch('http://127.0.0.1:9/', { method: 'POST', body: new FormData() }),
    ).rejects.toMatchObject({ code: 'url_refused', sent: false });
  });
});

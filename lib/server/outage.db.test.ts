// The database goes away and comes back: refusals that say so meanwhile, and everything goes on by itself afterwards.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy';
import { OPERATOR, refundOf, startTestServer, type TestServer } from './testing/test-server';

let server: TestServer;
let proxy: TcpProxy;
beforeAll(async () => {
  server = await startTestServer({
    leaseMs: 3_000,
    between: async (databaseUrl) => {
      const url = new URL(databaseUrl);
      proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
      url.hostname = '127.0.0.1';
      url.port = String(proxy.port);
      return url.href;
    },
  });
});
afterAll(async () => {
  await server.close();
  await proxy.cut();
});

const checks = async () => {
  const { status, body } = await server.call('GET', '/api/health/ready');
  return {
    status,
    failing: body.checks.flatMap((check: { ok: boolean; name: string }) => (check.ok ? [] : [check.name])),
  };
};

describe('without its database', () => {
  it('refuses with 503, is not ready, and goes on by itself', async () => {
    // It serves before its worker holds its first lease.
    await expect.poll(checks, { timeout: 30_000 }).toEqual({ status: 200, failing: [] });
    await server.cookieOf(OPERATOR);
    // Takes the model a second, in which the database goes away.
    await server.simulator.send('POST', '/control/faults', {
      service: 'model',
      route: 'chat_completions',
      fault: 'delay',
      delayMs: 1_000,
      nth: 1,
    });
    const run = (await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf('ORD-3001', 40) }))
      .body;
    await expect.poll(() => server.simulator.requests('model', 'chat_completions')).toBe(1);
    await proxy.cut();

    const refused = await server.call('GET', '/api/v1/runs', { as: OPERATOR });
    expect(refused.body).toMatchObject({ status: 503, code: 'unavailable' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const key = { 'idempotency-key': 'over-the-outage' };
    const body = refundOf('ORD-3002', 41);
    const lost = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body, headers: key });
    expect(lost.status).toBe(503);
    expect((await checks()).failing).toContain('database');
    expect((await server.call('GET', '/api/health/live')).status).toBe(200);
    await expect.poll(async () => (await checks()).failing, { timeout: 30_000 }).toContain('worker');

    await proxy.restore();
    await expect.poll(checks, { timeout: 30_000 }).toEqual({ status: 200, failing: [] });
    const ended = () => server.call('GET', `/api/v1/runs/${run.id}?wait=20`, { as: OPERATOR });
    expect((await ended()).body).toMatchObject({ status: 'succeeded', output: { amount: 40 } });
    const again = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body, headers: key });
    expect(again.status).toBe(201);
    const done = await server.call('GET', `/api/v1/runs/${again.body.id}?wait=20`, { as: OPERATOR });
    expect(done.body.status).toBe('succeeded');
    expect(await server.simulator.effects('payments')).toBe(2);
    expect(server.logged.filter((line) => line.message === 'request failed')).toEqual([]);
  });
});

// Started before its database: the process lives, says what it waits for, and serves as soon as it can.
import { afterAll, describe, expect, it } from 'vitest';
import { callRoute } from './testing/route-table';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy';
import { ADMIN, startTestServer, type TestServer } from './testing/test-server';

let server: TestServer | undefined;
let proxy: TcpProxy | undefined;
afterAll(async () => {
  await server?.close();
  await proxy?.cut();
});

describe('a start without its database', () => {
  it('waits, not ready, and goes on by itself', async () => {
    const waits: string[] = [];
    let seen: { status: number; start: unknown } | undefined;
    const noticed = async (message: string) => {
      waits.push(message);
      if (waits.length > 1) return;
      const response = await callRoute(new Request('http://localhost:3000/api/health/ready'));
      const { checks } = (await response.json()) as { checks: { name: string }[] }; // safe because the health test holds its shape
      seen = { status: response.status, start: checks.find(({ name }) => name === 'start') };
      await proxy?.restore();
    };
    server = await startTestServer({
      between: async (databaseUrl) => {
        const url = new URL(databaseUrl);
        proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
        await proxy.cut();
        url.hostname = '127.0.0.1';
        url.port = String(proxy.port);
        return url.href;
      },
      logger: {
        info: () => undefined,
        warn: (message) => {
          if (message.startsWith('the start waits for')) void noticed(message);
        },
        error: () => undefined,
      },
    });
    expect(waits).toContain('the start waits for the database and its migrations; it goes on by itself');
    const start = { name: 'start', ok: false, detail: 'waits for the database and its migrations' };
    expect(seen).toEqual({ status: 503, start });
    expect((await server.call('GET', '/api/v1/me', { as: ADMIN })).status).toBe(200);
  });
});

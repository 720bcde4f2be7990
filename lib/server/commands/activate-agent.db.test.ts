// No agent that takes runs names a tool that is archived, whichever of the two comes first.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../store/database';
import { waitUntil } from '../../store/embedded/wait-until';
import { ENGINEER, startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const call = (method: string, path: string, body?: unknown) =>
  server.call(method, `/api/v1${path}`, { as: ENGINEER, body });
async function putTool(name: string): Promise<void> {
  const { definition } = (await call('GET', '/tools/payments.lookup')).body;
  expect((await call('PUT', `/tools/${name}`, definition)).status).toBe(200);
}
async function putAgent(name: string, tools: readonly string[]) {
  const { definition } = (await call('GET', '/agents/refunds')).body;
  const { escalation } = definition;
  return call('PUT', `/agents/${name}`, {
    ...definition,
    tools: tools.map((tool) => ({ name: tool })),
    escalation: { ...escalation, alwaysAsk: [] },
  });
}

describe('an agent', () => {
  it('is not sent back to a version that names an archived tool', async () => {
    await putTool('orders.old');
    expect((await putAgent('keeper', ['payments.lookup', 'orders.old'])).body).toMatchObject({
      active: true,
    });
    expect((await putAgent('keeper', ['payments.lookup'])).body).toMatchObject({ version: 2, active: false });
    expect((await call('DELETE', '/tools/orders.old')).status).toBe(409);
    expect((await call('POST', '/agents/keeper/activate', { version: 2 })).status).toBe(200);
    expect((await call('DELETE', '/tools/orders.old')).status).toBeLessThan(300);
    const refused = await call('POST', '/agents/keeper/activate', { version: 1 });
    expect(refused.body).toMatchObject({
      code: 'conflict',
      errors: [{ path: '/tools/1/name', message: 'names orders.old, which is archived' }],
    });
    expect((await call('GET', '/agents/keeper')).body).toMatchObject({ version: 2 });
    await putTool('orders.old');
    expect((await call('POST', '/agents/keeper/activate', { version: 1 })).status).toBe(200);
  });

  it('is not put over a tool that is archived in this very moment', async () => {
    await putTool('orders.racing');
    const { pool } = server.app.db;
    const waits = async () => {
      const { rows } = await pool.query<{ waits: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND query LIKE '%FOR SHARE%') AS waits`,
      );
      return rows[0]?.waits === true;
    };
    const { put } = await inTransaction(server.app.db, 'archive', async (tx) => {
      await tx.$executeRawUnsafe(`UPDATE tool SET archived_at = now() WHERE name = 'orders.racing'`);
      const begun = putAgent('racer', ['orders.racing']);
      expect(await waitUntil(waits, { withinMs: 30_000 })).toBeDefined();
      return { put: begun };
    });
    expect((await put).body).toMatchObject({ code: 'invalid_request', errors: [{ path: '/tools/0/name' }] });
    expect((await call('GET', '/agents/racer')).status).toBe(404);
  });
});

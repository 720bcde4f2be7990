// Health is what the journal says: attempts by how they ended, also where an answer held characters that jsonb refuses, and bounded.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../../store/embedded/wait-until';
import { callHealth } from '../../store/read/tool-health';
import { OPERATOR, refundOf, startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function runToItsEnd(orderId: string): Promise<string> {
  const started = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(orderId, 20) });
  const { id } = started.body;
  const status = async () =>
    (await server.call('GET', `/api/v1/runs/${id}`, { as: OPERATOR })).body.status as string;
  const ended = await waitUntil(async () => !['queued', 'running'].includes(await status()), {
    withinMs: 30_000,
  });
  expect(ended, await status()).toBe(true);
  return id;
}
const healthOf = (name: string, most?: number) =>
  callHealth(server.app.db, 'tool', {
    nowMs: server.app.clock.now(),
    name,
    ...(most === undefined ? {} : { most }),
  });

it('counts each attempt, by class, and knows the run of the last error', async () => {
  const rule = { service: 'payments', route: 'order', match: { order_id: 'ORD-7301' }, nth: 1 };
  await server.simulator.send('POST', '/control/faults', { ...rule, fault: 'error_before' });
  const runId = await runToItsEnd('ORD-7301');
  const { whole, items } = await healthOf('payments.lookup');
  expect(whole).toBe(true);
  expect(items).toMatchObject([
    {
      name: 'payments.lookup',
      calls: 2,
      failed: 1,
      failedByClass: { retryable: 1, fatal: 0, refused: 0, unknown: 0 },
      lastError: { code: 'http_503', class: 'retryable', runId },
    },
  ]);
  expect(items[0]?.p95Ms).toBeGreaterThanOrEqual(items[0]?.p50Ms ?? Number.NaN);
});

it('reads past what jsonb refuses', async () => {
  const rule = { service: 'payments', route: 'order', match: { order_id: 'ORD-7302' }, nth: 'every' };
  await server.simulator.send('POST', '/control/faults', { ...rule, fault: 'nul' });
  await runToItsEnd('ORD-7302');
  const { rows } = await server.app.db.pool.query(
    String.raw`SELECT count(*)::int AS count FROM checkpoint WHERE convert_from(payload, 'UTF8') LIKE '%\\u0000%'`,
  );
  expect(rows[0].count).toBeGreaterThan(0);
  expect((await healthOf('payments.lookup')).items[0]?.calls).toBe(3);
});

it('looks at the newest only where there are too many, and says since when', async () => {
  const { whole, since, items } = await healthOf('payments.lookup', 1);
  expect(whole).toBe(false);
  expect(items).toEqual([]); // the newest result is the model's
  const [newest] = (
    await server.app.db.pool.query(`SELECT max(at) AS at FROM checkpoint WHERE kind = 'result'`)
  ).rows;
  expect(since).toBe(newest.at);
});

it('counts answers that do not fit the contract', async () => {
  const rule = { service: 'payments', route: 'order', match: { order_id: 'ORD-7303' }, nth: 1 };
  await server.simulator.send('POST', '/control/faults', { ...rule, fault: 'wrong_shape' });
  await runToItsEnd('ORD-7303');
  const [health] = (await healthOf('payments.lookup')).items;
  expect(health).toMatchObject({ drifted: 1, lastError: { code: 'contract_broken' } });
});

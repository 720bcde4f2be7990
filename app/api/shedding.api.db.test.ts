// New runs are refused while those that were accepted wait too long; an agent's limit keeps them waiting here.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const BOUND_MS = 60_000;
const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const start = (orderId: string, as: string, amount = 40) =>
  ask('startRun', '/runs', { as, body: refundOf(orderId, amount) });
const health = async () => (await ask('readAgentHealth', '/agents/refunds/health', { as: VIEWER })).body;

it('sheds by the age of the oldest due run, forms last, loses nothing that was accepted, and shows it', async () => {
  const { pool } = server.app.db;
  const { body: agent } = await ask('readAgent', '/agents/refunds', { as: VIEWER });
  const definition = { ...agent.definition, concurrency: 1, shedAfterMs: BOUND_MS };
  const put = await ask('putAgent', '/agents/refunds', { as: ENGINEER, body: definition });
  const body = { version: put.body.version, reason: 'One at a time' };
  await ask('activateAgent', '/agents/refunds/activate', { as: ENGINEER, body });
  expect(await health()).toMatchObject({
    queue: { oldestMs: null, shedAfterMs: BOUND_MS, shedding: false },
    bulkhead: { limit: 1, inUse: 0 },
  });
  const first = (await start('ORD-1001', 'key')).body.id;
  await vi.waitFor(async () => {
    const { body: run } = await ask('readRun', `/runs/${first}?wait=30`, { as: VIEWER });
    expect(run.status).toBe('succeeded');
  }, 30_000);
  // Another process is at work on one run for ever, as far as this one can tell.
  await pool.query(
    `INSERT INTO worker (id, host, registered_at, heartbeat_at, lease_until)
     VALUES ('other', 'elsewhere', now(), now(), now() + interval '1 hour')`,
  );
  const accepted = (await start('ORD-1002', 'key', 900)).body.id;
  await vi.waitFor(async () => {
    const { body: run } = await ask('readRun', `/runs/${accepted}?wait=30`, { as: VIEWER });
    expect(run.status).toBe('waiting');
  }, 30_000);
  await pool.query(
    `UPDATE run SET status = 'running', worker_id = 'other', claimed_at = now(), waiting = NULL WHERE id = $1`,
    [accepted],
  );
  await pool.query(
    `UPDATE bulkhead_slot SET run_id = r.id, fence = r.fence, step = 0, taken_at = now(), grants = grants + 1 FROM run r
     WHERE key = 'agent:refunds' AND r.id = $1`,
    [accepted],
  );
  const waits = (await start('ORD-1003', 'key')).body.id;
  expect((await ask('readRun', `/runs/${waits}`, { as: VIEWER })).body.status).toBe('queued');
  const age = (ms: number) =>
    pool.query(`UPDATE run SET due_at = now() - make_interval(secs => $2::float8 / 1000) WHERE id = $1`, [
      waits,
      ms,
    ]);
  await age(1.5 * BOUND_MS);
  const refused = await start('ORD-2001', 'key');
  expect([refused.status, refused.body.code]).toEqual([503, 'shedding']);
  expect(Number(refused.headers.get('retry-after'))).toBe(30);
  const attended = await start('ORD-2002', OPERATOR);
  expect(attended.status).toBe(201);
  expect(await health()).toMatchObject({ queue: { shedding: true }, bulkhead: { limit: 1, inUse: 1 } });
  const shedding = async () => (await ask('readOverview', '/overview', { as: VIEWER })).body.shedding;
  expect(await shedding()).toMatchObject([
    { agent: 'refunds', shedAfterMs: BOUND_MS, due: 2, forms: false, since: expect.any(String) },
  ]);
  await age(3 * BOUND_MS);
  expect(await shedding()).toMatchObject([{ agent: 'refunds', forms: true }]);
  expect((await start('ORD-2003', OPERATOR)).body.code).toBe('shedding');

  await pool.query(`UPDATE worker SET lease_until = now() WHERE id = 'other'`);
  for (const id of [waits, attended.body.id]) {
    await vi.waitFor(
      async () => {
        const { body: run } = await ask('readRun', `/runs/${id}?wait=30`, { as: VIEWER });
        expect(run.status).toBe('succeeded');
      },
      { timeout: 30_000 },
    );
  }
  expect(await shedding()).toEqual([]);
  expect((await start('ORD-2004', 'key')).status).toBe(201);
});

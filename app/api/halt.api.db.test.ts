// The endpoints of stops, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HALT_ENDPOINTS } from '@/lib/contract/halt-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  APPROVER,
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

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const start = (order: string, amount: number) =>
  server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(order, amount) });
const runWhen = async (id: string, reached: (run: { status: string; waiting: unknown }) => boolean) => {
  const found = await vi.waitUntil(
    async () => {
      const { body } = await server.call('GET', `/api/v1/runs/${id}`, { as: VIEWER });
      return reached(body) && body;
    },
    { timeout: 30_000 },
  );
  return found;
};
const effective = async () => {
  const halted = await vi.waitUntil(
    async () => {
      const { body } = await ask('readHalt', '/halt', { as: VIEWER });
      return body.effective && body;
    },
    { timeout: 30_000 },
  );
  return halted;
};

describe('the halt', () => {
  it('is nobody’s at first, and a viewer’s never', async () => {
    const { body } = await ask('readHalt', '/halt', { as: VIEWER });
    expect(body).toMatchObject({ halted: false, effective: false, by: null, reason: null, inFlight: [] });
    const refused = await ask('setHalt', '/halt', { as: VIEWER, body: { reason: 'no' } });
    expect(refused.body).toMatchObject({ code: 'forbidden' });
    expect((await ask('liftHalt', '/halt', { as: VIEWER })).status).toBe(403);
  });

  it('stops starts and effects until it is lifted; what was decided meanwhile goes on by itself', async () => {
    const waiting = (await start('ORD-1003', 900)).body.id;
    await runWhen(waiting, (run) => run.status === 'waiting');
    const set = await ask('setHalt', '/halt', { as: OPERATOR, body: { reason: 'Refunds go wrong.' } });
    expect(set.body).toMatchObject({ halted: true, reason: 'Refunds go wrong.', by: { label: 'Ada Obi' } });
    const again = await ask('setHalt', '/halt', { as: APPROVER, body: { reason: 'Me too.' } });
    expect(again.body).toMatchObject({ halted: true, reason: 'Refunds go wrong.' });
    expect(await effective()).toMatchObject({ workers: { live: 1, pending: 0 }, inFlightCount: 0 });

    const refused = await start('ORD-1001', 40);
    expect([refused.status, refused.body.code]).toEqual([503, 'halted']);
    expect(refused.body.detail).toContain('Refunds go wrong.');

    const queue = await server.call('GET', `/api/v1/approvals?run=${waiting}`, { as: APPROVER });
    const [{ id, payloadHash }] = queue.body.items;
    const body = { decision: 'approve', payloadHash };
    const decided = await server.call('POST', `/api/v1/approvals/${id}/decision`, { as: APPROVER, body });
    expect(decided.status).toBe(200);
    const held = await runWhen(waiting, ({ waiting: why }) => JSON.stringify(why).includes('halt'));
    expect(held).toMatchObject({ status: 'waiting', waiting: { reason: 'halt' } });
    expect(await server.simulator.effects('payments')).toBe(0);

    const reason = 'It was the test data.';
    const lifted = await ask('liftHalt', '/halt', { as: OPERATOR, body: { reason } });
    expect(lifted.body).toMatchObject({ halted: false, effective: false, by: null });
    await runWhen(waiting, (run) => run.status === 'succeeded');
    expect(await server.simulator.effects('payments')).toBe(1);
    expect((await ask('liftHalt', '/halt?reason=again', { as: OPERATOR })).body.halted).toBe(false);
    const { rows } = await server.app.db.pool.query(
      `SELECT action, reason FROM audit_event WHERE entity_kind = 'halt' ORDER BY seq`,
    );
    expect(rows).toEqual([
      { action: 'halt.set', reason: 'Refunds go wrong.' },
      { action: 'halt.lift', reason },
    ]);
  });

  it('is not effective before each live worker obeys, and a worker without a lease is not waited for', async () => {
    const { pool } = server.app.db;
    await pool.query(
      `INSERT INTO worker (id, host, registered_at, heartbeat_at, lease_until) VALUES ('other', 'elsewhere', now(), now(), now() + interval '1 hour')`,
    );
    await ask('setHalt', '/halt', { as: OPERATOR, body: { reason: 'An incident.' } });
    const own = await vi.waitUntil(
      async () => {
        const { body } = await ask('readHalt', '/halt', { as: VIEWER });
        return body.workers.pending === 1 && body;
      },
      { timeout: 30_000 },
    );
    expect(own).toMatchObject({ halted: true, effective: false, workers: { live: 2 } });
    await pool.query(`UPDATE worker SET lease_until = now() WHERE id = 'other'`);
    expect((await effective()).workers).toEqual({ live: 1, pending: 0 });
    await ask('liftHalt', '/halt', { as: 'key' });
  });

  it('tells what is in flight', async () => {
    const rule = { service: 'payments', route: 'refund', fault: 'delay', delayMs: 5_000 };
    await server.simulator.send('POST', '/control/faults', rule);
    const id = (await start('ORD-1002', 40)).body.id;
    const sent = await vi.waitUntil(
      async () => {
        const { body } = await ask('readHalt', '/halt', { as: VIEWER });
        return body.inFlight.some((call: { name: string }) => call.name === 'payments.refund') && body;
      },
      { timeout: 30_000 },
    );
    expect(sent).toMatchObject({
      inFlightCount: 1,
      inFlight: [{ runId: id, agent: 'refunds', kind: 'tool', attempt: 1, ownerLost: false }],
    });
    await runWhen(id, (run) => run.status === 'succeeded');
    expect((await ask('readHalt', '/halt', { as: VIEWER })).body.inFlight).toEqual([]);
  });
});

describe('the pause of an agent', () => {
  it('keeps new runs queued, shows who and why, and lets them go on', async () => {
    const body = { reason: 'A new prompt is under way.' };
    expect((await ask('pauseAgent', '/agents/nobody/pause', { as: OPERATOR, body })).status).toBe(404);
    const paused = await ask('pauseAgent', '/agents/refunds/pause', { as: OPERATOR, body });
    expect(paused.body).toMatchObject({ name: 'refunds', paused: { reason: body.reason } });
    const listed = await server.call('GET', '/api/v1/agents', { as: VIEWER });
    const named = (name: string) => listed.body.items.find((agent: { name: string }) => agent.name === name);
    expect(named('refunds').paused).toMatchObject({ by: { label: 'Ada Obi' }, reason: body.reason });
    expect(named('ticket-triage').paused).toBeNull();
    const id = (await start('ORD-1001', 30)).body.id;
    const before = server.app.clock.monotonicMs();
    // Two polls of the dispatcher are what it takes to claim a run that may be claimed.
    await vi.waitUntil(async () => server.app.clock.monotonicMs() - before > 2_000, { timeout: 30_000 });
    expect((await server.call('GET', `/api/v1/runs/${id}`, { as: VIEWER })).body.status).toBe('queued');
    const resumed = await ask('resumeAgent', '/agents/refunds/resume', { as: OPERATOR, body });
    expect(resumed.body).toMatchObject({ paused: null });
    await runWhen(id, (run) => run.status === 'succeeded');
  });
});

describe('the endpoints of stops', () => {
  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(HALT_ENDPOINTS)));
  });
});

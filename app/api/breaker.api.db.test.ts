// The breaker endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BreakerChangeShape, BreakerShape } from '@/lib/contract/breaker';
import { BREAKER_ENDPOINTS } from '@/lib/contract/breaker-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;
let runId: string;

/** One refund whose look-up of the order is refused once by the receiver. */
beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  const rule = { service: 'payments', route: 'order', match: { order_id: 'ORD-9001' }, nth: 1 };
  await server.simulator.send('POST', '/control/faults', { ...rule, fault: 'error_before' });
  const started = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf('ORD-9001', 40) });
  runId = started.body.id;
  const ended = await server.call('GET', `/api/v1/runs/${runId}?wait=30`, { as: VIEWER });
  expect(ended.body.status).toBe('succeeded');
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (id, path, asked) => api.ask(id, path, { as: VIEWER, ...asked });
const simulatorHost = () => new URL(server.simulator.url).host;

describe('the breaker endpoints', () => {
  it('list tools at their endpoints and models, with how calls went', async () => {
    const { body } = await ask('listBreakers', '/breakers');
    const of = (key: string) => body.items.find((one: BreakerShape) => one.key === key);
    expect(of(`tool:payments.lookup@${simulatorHost()}`)).toMatchObject({
      state: 'closed',
      window: { calls: 2, failures: 1 },
      faults: { server_error: 1 },
      limits: { timeoutMs: 3_000, slowCallMs: 1_500 },
      dependents: expect.arrayContaining([expect.objectContaining({ agent: 'refunds' })]),
    });
    expect(of(`tool:payments.refund@${simulatorHost()}`)).toMatchObject({
      window: { calls: 1, failures: 0 },
    });
    expect(of('model:sim-refunds')).toMatchObject({ window: { calls: 3, failures: 0, slow: 0 } });
  });

  it('page the list by key', async () => {
    const whole = await ask('listBreakers', '/breakers?limit=500');
    const first = await ask('listBreakers', '/breakers?limit=2');
    const rest = await ask('listBreakers', `/breakers?limit=500&cursor=${first.body.nextCursor}`);
    const keys = (items: readonly BreakerShape[]) => items.map(({ key }) => key);
    expect(keys([...first.body.items, ...rest.body.items])).toEqual(keys(whole.body.items));
    expect(rest.body.nextCursor).toBeNull();
  });

  it('show one with its errors and a run that had them', async () => {
    const key = encodeURIComponent(`tool:payments.lookup@${simulatorHost()}`);
    const { body } = await ask('readBreaker', `/breakers/${key}`);
    expect(body.errors).toMatchObject([{ code: 'http_503', fault: 'server_error', count: 1, runId }]);
    expect(body.lastFailureAt).toBe(body.errors[0].lastAt);
  });

  it.each(['tool:payments.lookup@elsewhere', 'model:nobody', 'agent:refunds'])('have no %s', async (key) => {
    const { status, body } = await ask('readBreaker', `/breakers/${encodeURIComponent(key)}`);
    expect([status, body.code]).toEqual([404, 'not_found']);
  });

  it('isolate it: calls wait, probes too, and a reset lets them go on', async () => {
    const key = `tool:payments.refund@${simulatorHost()}`;
    const path = `/breakers/${encodeURIComponent(key)}`;
    const reason = 'The bank is at work on it';
    const refused = await api.ask('isolateBreaker', `${path}/isolate`, { as: VIEWER, body: { reason } });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    const isolated = await api.ask('isolateBreaker', `${path}/isolate`, { as: OPERATOR, body: { reason } });
    expect(isolated.body).toMatchObject({
      state: 'isolated',
      epoch: 1,
      isolated: { reason, by: { kind: 'user' } },
      changes: [{ from: 'closed', to: 'isolated', reason, by: { kind: 'user' } }],
    });
    const again = await api.ask('isolateBreaker', `${path}/isolate`, {
      as: OPERATOR,
      body: { reason: 'Once more' },
    });
    expect(again.body).toMatchObject({ epoch: 1, isolated: { reason }, isolation: { inFlight: [] } });
    await vi.waitFor(
      async () => expect((await ask('readBreaker', path)).body.isolation.effective).toBe(true),
      {
        timeout: 30_000,
      },
    );

    const started = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-9002', 40),
    });
    const parked = await server.call('GET', `/api/v1/runs/${started.body.id}?wait=30`, { as: VIEWER });
    expect(parked.body).toMatchObject({
      status: 'waiting',
      waiting: { reason: 'breaker', items: [{ kind: 'breaker', id: key }] },
    });
    const steps = await server.call('GET', `/api/v1/runs/${started.body.id}/steps`, { as: VIEWER });
    expect(steps.body.items.at(-1)).toMatchObject({
      tool: 'payments.refund',
      attempts: [],
      deferred: { by: 'breaker', id: key },
    });

    const held = await ask('readBreaker', path);
    expect(held.body.held).toEqual([{ agent: 'refunds', runs: 1 }]);
    expect(held.body.day.states.at(-1)).toBe('isolated');

    // Who was shown it closed knows nothing of the isolation, and does not lift it.
    const unseen = await api.ask('resetBreaker', `${path}/reset`, {
      as: OPERATOR,
      body: { reason: 'It failed once', epoch: 0 },
    });
    expect([unseen.status, unseen.body.code, unseen.body.data]).toEqual([
      409,
      'conflict',
      { reason, by: isolated.body.isolated.by, at: isolated.body.openedAt },
    ]);
    expect((await ask('readBreaker', path)).body).toMatchObject({ state: 'isolated', epoch: 1 });
    const reset = await api.ask('resetBreaker', `${path}/reset`, {
      as: OPERATOR,
      body: { reason: 'The bank is back', epoch: 1 },
    });
    expect(reset.body).toMatchObject({ state: 'closed', epoch: 2, isolated: null, openedAt: null });
    // Once more changes nothing, and wakes whom the first one may have missed.
    const twice = await api.ask('resetBreaker', `${path}/reset`, {
      as: OPERATOR,
      body: { reason: 'To be sure' },
    });
    expect(twice.body).toMatchObject({ state: 'closed', epoch: 2 });
    const ended = await server.call('GET', `/api/v1/runs/${started.body.id}?wait=30`, { as: VIEWER });
    expect(ended.body.status).toBe('succeeded');
    const audit = await server.call('GET', '/api/v1/audit?action=breaker.reset', { as: ADMIN });
    expect(audit.body.items[0]).toMatchObject({
      reason: 'The bank is back',
      entity: { kind: 'breaker', id: key },
    });
    const changes = await ask('listBreakerChanges', '/breakers/changes?limit=1');
    expect(changes.body.items).toMatchObject([
      {
        key,
        name: 'payments.refund',
        from: 'isolated',
        to: 'closed',
        reason: 'The bank is back',
        by: { kind: 'user' },
      },
    ]);
    const older = await ask('listBreakerChanges', `/breakers/changes?cursor=${changes.body.nextCursor}`);
    expect(older.body).toMatchObject({ items: [{ key, to: 'isolated', reason }], nextCursor: null });
    const unknown = await api.ask('resetBreaker', '/breakers/model:nobody/reset', {
      as: OPERATOR,
      body: { reason },
    });
    expect(unknown.status).toBe(404);
  });

  it('opens by itself at the rate that its tool declares, says why, and closes again', async () => {
    const { body: tool } = await server.call('GET', '/api/v1/tools/payments.refund', { as: VIEWER });
    const breaker = { minimumCalls: 2, failureRate: 0.5, openMs: 400, probes: 1 };
    const retry = { maxAttempts: 6, baseMs: 50, capMs: 100 };
    const put = await server.call('PUT', '/api/v1/tools/payments.refund', {
      as: ENGINEER,
      body: {
        ...tool.definition,
        breaker,
        retry: { ...retry, budget: { minPerMinute: 90 } },
        concurrency: 5,
      },
    });
    expect(put.status).toBe(200);
    for (const nth of [1, 2]) {
      const rule = { service: 'payments', route: 'refund', match: { order_id: 'ORD-9003' }, nth };
      await server.simulator.send('POST', '/control/faults', { ...rule, fault: 'error_before' });
    }
    const started = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-9003', 40),
    });
    const path = `/breakers/${encodeURIComponent(`tool:payments.refund@${simulatorHost()}`)}`;
    const changed = async (wanted: string) =>
      vi.waitFor(
        async () => {
          const { body } = await ask('readBreaker', path);
          const found = body.changes.find((one: BreakerChangeShape) => `${one.from} → ${one.to}` === wanted);
          expect(found).toBeDefined();
          return { body, found };
        },
        { timeout: 30_000, interval: 100 },
      );
    const { body, found } = await changed('closed → open');
    expect(body.limits).toMatchObject({ breaker, retry, concurrency: 5 });
    expect(body.bulkhead).toMatchObject({ limit: 5, waiting: 0 });
    expect(body.isolation).toBeNull();
    expect(found).toMatchObject({
      by: null,
      reason: expect.stringMatching(/calls failed; it opens at 50 %/),
    });
    const next = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf('ORD-9004', 40) });
    await changed('half_open → closed');
    // A run that waits for the breaker is settled for `wait`, and is taken up in its own time.
    for (const { body: run } of [started, next])
      await vi.waitFor(
        async () => {
          const { body: now } = await server.call('GET', `/api/v1/runs/${run.id}?wait=30`, { as: VIEWER });
          expect(now.status).toBe('succeeded');
        },
        { timeout: 30_000, interval: 100 },
      );
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(BREAKER_ENDPOINTS)));
  });
});

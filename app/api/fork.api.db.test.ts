// The endpoints of forks, called in process on a real database with the simulator as the world: dry ones touch nothing of it, live ones do what any run does.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FORK_ENDPOINTS } from '@/lib/contract/fork-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
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

const ORDER = 'ORD-58213';
const run = async (id: string) => (await server.call('GET', `/api/v1/runs/${id}`, { as: VIEWER })).body;
const forks = async (id: string, query = '') =>
  (await api.ask('readForks', `/runs/${id}/forks${query}`, { as: VIEWER })).body;
const fork = (id: string, body: object, headers: Record<string, string> = {}) =>
  api.ask('forkRun', `/runs/${id}/fork`, {
    as: OPERATOR,
    body: { fromStep: 1, mode: 'dry', ...body },
    headers,
  });
const refunds = async (order: string) =>
  (await server.simulator.get(`/payments/refunds?order_id=${order}`)).body.refunds.length;
async function until(id: string, status: string) {
  await vi.waitUntil(async () => (await run(id)).status === status, { timeout: 30_000 });
  return run(id);
}
async function refunded(order: string): Promise<string> {
  const body = refundOf(order, 40);
  const { body: started } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body });
  await until(started.id, 'succeeded');
  return started.id;
}
/** What the world, people and figures know. */
async function traces() {
  const { rows } = await server.app.db.pool.query(
    `SELECT (SELECT count(*) FROM effect)::int AS effects, (SELECT count(*) FROM approval)::int AS approvals, (SELECT count(*) FROM delivery)::int AS deliveries,
      (SELECT count(*) FROM hold)::int AS holds, (SELECT count(*) FROM window_amount)::int AS windows, (SELECT count(*) FROM dead_letter)::int AS letters`,
  );
  const { body: overview } = await server.call('GET', '/api/v1/overview', { as: VIEWER });
  const counted = await server.call('GET', '/api/v1/runs/count', { as: VIEWER });
  return [
    rows[0],
    overview.runs,
    overview.failed,
    overview.spend,
    overview.alerts,
    counted.body,
    await refunds(ORDER),
    await calls(),
  ];
}
const calls = async () =>
  Promise.all(
    ['order_read', 'refund_create', 'refund'].map((op) => server.simulator.requests('payments', op)),
  );

describe('a dry fork', () => {
  it('says what it would have done under another prompt, and nothing of the world or the figures knows of it', async () => {
    const origin = await refunded(ORDER);
    await vi.waitUntil(async () => (await server.app.db.pool.query('SELECT FROM hold')).rowCount === 0, {
      timeout: 20_000,
    });
    const before = await traces();
    const changes = { prompt: 'You handle refunds. Refund 900 EUR, whatever was asked for.' };
    const made = await fork(origin, { changes }, { 'idempotency-key': 'dry-1' });
    expect(made).toMatchObject({ status: 201, body: { forkedFrom: origin, wouldHaveDone: [] } });
    const { id } = made.body;
    expect(id.charAt(14)).toBe('8');
    const again = await fork(origin, { changes }, { 'idempotency-key': 'dry-1' });
    expect(again.body.id).toBe(id);
    await until(id, 'succeeded');
    const live = await fork(id, { mode: 'live', fromStep: 3 });
    expect(live).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(live.body.detail).toContain('can only be forked dry');
    const told = await forks(id);
    expect(told).toMatchObject({
      forkedFrom: { runId: origin, step: 1, firstStep: 1, mode: 'dry', modelCalls: 'live', changes },
      wouldHaveDone: [
        {
          tool: 'payments.refund',
          arguments: { order_id: ORDER, amount: 900 },
          amount: 900,
          amountUnit: 'EUR',
          verdict: 'await_approval',
        },
      ],
      unavailable: [],
    });
    expect(await traces()).toEqual(before);
    expect((await forks(origin)).forks).toMatchObject([{ id, mode: 'dry', status: 'succeeded' }]);
    const list = async (query: string) =>
      (await server.call('GET', `/api/v1/runs${query}`, { as: VIEWER })).body.items.map(
        (one: { id: string }) => one.id,
      );
    expect(await list('')).not.toContain(id);
    expect(await list('?dry=only')).toEqual([id]);
    expect(
      (await server.call('GET', `/api/v1/runs/${id}/state?seq=3`, { as: VIEWER })).body.steps,
    ).toHaveLength(0);
    expect((await server.call('GET', `/api/v1/runs/${id}/compensation`, { as: VIEWER })).body).toMatchObject({
      effects: [],
    });
    const redriven = await server.call('POST', `/api/v1/runs/${id}/redrive`, {
      as: OPERATOR,
      body: { reason: 'x' },
    });
    expect(redriven.status).not.toBe(200);
  });

  it('is refused where it can not be, says why, and changes nothing', async () => {
    const origin = await refunded('ORD-2002');
    const refused = async (body: object) => {
      const { status, body: problem } = await fork(origin, body);
      return [status, problem.code, problem.errors?.map(({ path }: { path: string }) => path) ?? []];
    };
    expect(await refused({ fromStep: 99 })).toEqual([404, 'not_found', []]);
    expect(await refused({ changes: { version: 99, model: 'none', policyVersion: 99 } })).toEqual([
      400,
      'invalid_request',
      ['/changes/version', '/changes/model', '/changes/policyVersion'],
    ]);
    expect(await refused({ changes: { version: 2 ** 40, policyVersion: 2 ** 40 } })).toEqual([
      400,
      'invalid_request',
      ['/changes/version', '/changes/policyVersion'],
    ]);
    expect(await refused({ modelCalls: 'recorded', changes: { prompt: 'Else.' } })).toEqual([
      400,
      'invalid_request',
      ['/modelCalls'],
    ]);
    expect(await refused({ changes: { arguments: {} } })).toEqual([
      400,
      'invalid_request',
      ['/changes/arguments'],
    ]);
    const wrong = await refused({ fromStep: 4, changes: { arguments: { order_id: 7 } } });
    expect(wrong.slice(0, 2)).toEqual([400, 'invalid_request']);
    expect(
      (await api.ask('forkRun', `/runs/${origin}/fork`, { as: VIEWER, body: { fromStep: 1, mode: 'dry' } }))
        .status,
    ).toBe(403);
    expect((await forks(origin)).forks).toEqual([]);
  });

  it('waits while its agent is paused, and can be paused, resumed and cancelled', async () => {
    const origin = await refunded('ORD-2003');
    const act = (path: string) =>
      server.call('POST', `/api/v1/${path}`, { as: OPERATOR, body: { reason: 'To look at it' } });
    await act('agents/refunds/pause');
    const [one, other] = [(await fork(origin, {})).body.id, (await fork(origin, {})).body.id];
    await act(`runs/${other}/cancel`);
    expect(await until(other, 'cancelled')).toMatchObject({ toolCalls: 0 });
    await act(`runs/${one}/pause`);
    await act('agents/refunds/resume');
    expect(await until(one, 'waiting')).toMatchObject({ waiting: { reason: 'paused' } });
    await act(`runs/${one}/resume`);
    await until(one, 'succeeded');
    expect(await refunds('ORD-2003')).toBe(1);
  });
});

describe('a live fork', () => {
  it('needs to be told what is not undone, and then does it under a key of its own', async () => {
    const origin = await refunded('ORD-2004');
    const late = await fork(origin, { mode: 'live', fromStep: 5 });
    expect(late).toMatchObject({ status: 409, body: { code: 'conflict', data: { notUndone: [4] } } });
    expect((await forks(origin, '?fromStep=5')).doneBefore).toMatchObject([
      { step: 4, tool: 'payments.refund', amount: 40 },
    ]);
    const noted = await fork(origin, { mode: 'live', fromStep: 5, notUndone: [4] });
    expect(noted.status).toBe(201);
    await until(noted.body.id, 'succeeded');
    expect(await refunds('ORD-2004')).toBe(1);
    expect(await forks(origin, '?fromStep=4')).toMatchObject({
      doneBefore: [],
      doneAgain: [{ step: 4, tool: 'payments.refund', amount: 40, amountUnit: 'EUR' }],
    });
    expect(await fork(origin, { mode: 'live', fromStep: 4 })).toMatchObject({
      status: 409,
      body: { code: 'conflict', data: { notUndone: [4], doneAgain: [4] } },
    });
    expect(await fork(origin, { mode: 'live', fromStep: 1 })).toMatchObject({
      status: 409,
      body: { data: { notUndone: [4] } },
    });
    const second = await fork(origin, { mode: 'live', fromStep: 4, notUndone: [4] });
    expect(second).toMatchObject({ status: 201, body: { wouldHaveDone: null } });
    await until(second.body.id, 'succeeded');
    expect(await refunds('ORD-2004')).toBe(2);
    const { rows } = await server.app.db.pool.query('SELECT key FROM effect WHERE run_id = $1', [
      second.body.id,
    ]);
    expect(rows).toEqual([{ key: `${second.body.id}:4` }]);
    const plan = await server.call('GET', `/api/v1/runs/${noted.body.id}/compensation`, { as: VIEWER });
    expect(plan.body.effects).toEqual([]);
  });

  it('need not be told of what was undone since', async () => {
    const origin = await refunded('ORD-2005');
    const { body: undo } = await server.call('POST', `/api/v1/runs/${origin}/compensate`, {
      as: OPERATOR,
      body: { reason: 'It was refunded twice' },
    });
    await until(undo.id, 'succeeded');
    expect(await forks(origin, '?fromStep=5')).toMatchObject({ doneBefore: [], doneAgain: [] });
    expect(await forks(origin, '?fromStep=4')).toMatchObject({ doneBefore: [], doneAgain: [] });
    expect((await fork(origin, { mode: 'live', fromStep: 4 })).status).toBe(201);
  });
});

it('have all been called', () => {
  expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(FORK_ENDPOINTS)));
});

// The endpoints of compensation, called in process on a real database: what a run did is undone once, whoever asks and how often.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMPENSATION_ENDPOINTS } from '@/lib/contract/compensation-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  APPROVER,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

const CANCEL = 'payments.cancel_refund';
let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const control = (method: 'POST' | 'DELETE', path: string, body?: unknown) =>
  server.simulator.send(method, `/control/${path}`, body);
const cancels = () => server.simulator.requests('payments', 'refund_cancel');
const run = async (id: string) => (await server.call('GET', `/api/v1/runs/${id}`, { as: VIEWER })).body;

async function runWhen(
  id: string,
  reached: (read: { status: string; waiting: { reason: string } | null }) => boolean,
) {
  await vi.waitUntil(async () => reached(await run(id)), { timeout: 30_000 });
  return run(id);
}
const untilStatus = (id: string, status: string) => runWhen(id, (read) => read.status === status);
async function refunded(order: string, status = 'succeeded', agent = 'refunds'): Promise<string> {
  const body = { ...refundOf(order, 40), agent };
  const { body: started } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body });
  await untilStatus(started.id, status);
  return started.id;
}
const plan = async (id: string, query = '') =>
  (await ask('readCompensation', `/runs/${id}/compensation${query}`, { as: VIEWER })).body;
const compensate = (id: string, body: object = {}, as = OPERATOR, headers: Record<string, string> = {}) =>
  ask('compensateRun', `/runs/${id}/compensate`, {
    as,
    headers,
    body: { reason: 'Refunded by phone', ...body },
  });
const refundOfOrder = async (order: string) =>
  (await server.simulator.get(`/payments/refunds?order_id=${order}`)).body.refunds;

describe('compensation', () => {
  it('shows the very call beforehand, makes it once, and names it from both sides', async () => {
    const of = await refunded('ORD-2001');
    const [refund] = await refundOfOrder('ORD-2001');
    const shown = await plan(of);
    expect(shown).toMatchObject({ steps: [4], refusal: null, runs: [] });
    expect(shown.effects).toMatchObject([
      {
        step: 4,
        tool: 'payments.refund',
        state: 'undoable',
        undo: { tool: CANCEL, arguments: { refund_id: refund.refund_id }, effectKey: `undo:run:${of}:4` },
      },
    ]);
    expect((await compensate(of, {}, VIEWER)).status).toBe(403);
    expect((await compensate(of, { planHash: 'a'.repeat(64) })).body.code).toBe('conflict');
    const started = await compensate(of, { planHash: shown.planHash }, OPERATOR, {
      'idempotency-key': 'undo-1',
    });
    expect(started).toMatchObject({ status: 201, body: { trigger: { kind: 'compensation', of } } });
    const again = await compensate(of, { planHash: shown.planHash }, OPERATOR, {
      'idempotency-key': 'undo-1',
    });
    expect([again.body.id, again.headers.get('idempotent-replayed')]).toEqual([started.body.id, 'true']);
    const ended = await untilStatus(started.body.id, 'succeeded');
    expect(ended.output).toMatchObject({ compensates: of, undone: [{ step: 4, by: { tool: CANCEL } }] });
    expect(await plan(of)).toMatchObject({
      steps: [],
      refusal: 'What can be undone is undone.',
      effects: [{ state: 'undone', undoneBy: { runId: started.body.id, step: 1 } }],
      runs: [{ id: started.body.id, status: 'succeeded', cause: 'person', steps: [4] }],
    });
    expect((await run(of)).status).toBe('succeeded');
    expect([(await refundOfOrder('ORD-2001'))[0].status, await cancels()]).toEqual(['cancelled', 1]);
    expect((await compensate(of)).body).toMatchObject({ code: 'conflict' });
    expect((await plan(started.body.id)).refusal).toBe('An undo is not undone.');
    const { rows } = await server.app.db.pool.query(
      `SELECT actor->>'label' AS who, reason, after FROM audit_event WHERE action = 'run.compensate' AND entity_id = $1`,
      [of],
    );
    expect(rows).toEqual([
      { who: 'Ada Obi', reason: 'Refunded by phone', after: { compensation: started.body.id, steps: [4] } },
    ]);
  });

  it('is one run where two people ask at the same moment, and the second is told which', async () => {
    const of = await refunded('ORD-2002');
    const before = await cancels();
    const both = await Promise.all([
      compensate(of),
      compensate(of, {}, APPROVER),
      compensate(of, { steps: [4] }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const [made] = both.filter(({ status }) => status === 201);
    const told = both
      .filter(({ status }) => status === 409)
      .map(({ body }) => body.data?.runId ?? body.detail);
    for (const word of told)
      expect([made?.body.id, 'It is being undone.', 'What can be undone is undone.']).toContain(word);
    await untilStatus(made?.body.id, 'succeeded');
    expect((await cancels()) - before).toBe(1);
  });

  it('is refused for a run that goes on, for a step without effect, and for a run that is not there', async () => {
    const of = await refunded('ORD-2003');
    expect((await compensate(of, { steps: [2] })).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: '/steps/0' }],
    });
    expect((await ask('readCompensation', `/runs/${of}/compensation?steps=2`, { as: VIEWER })).status).toBe(
      400,
    );
    const { body: large } = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-2004', 900),
    });
    await untilStatus(large.id, 'waiting');
    expect((await compensate(large.id)).body).toMatchObject({ code: 'conflict' });
    const nobody = '0194f1c2-0000-7000-8000-00000000abcd';
    expect((await compensate(nobody)).status).toBe(404);
  });

  it('leaves a dead letter where the undo fails, and goes on when it is sent on; the original is not sent on any more', async () => {
    await control('POST', 'faults', { service: 'payments', route: 'refund', fault: 'late', delayMs: 4_000 });
    const { body: started } = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-2005', 30),
    });
    await vi.waitUntil(async () => (await refundOfOrder('ORD-2005')).length === 1, { timeout: 30_000 });
    await control('POST', 'faults', { service: 'model', fault: 'error_before', status: 401 });
    await untilStatus(started.id, 'failed');
    await control('DELETE', 'faults');
    await control('POST', 'faults', {
      service: 'payments',
      route: 'refund_cancel',
      fault: 'error_before',
      status: 400,
    });
    const undoing = (await compensate(started.id)).body;
    await untilStatus(undoing.id, 'failed');
    await control('DELETE', 'faults');
    const letters = async (id: string) =>
      (await server.call('GET', `/api/v1/dead-letters?state=open&run=${id}`, { as: VIEWER })).body.items;
    const redrive = async (id: string) =>
      server.call('POST', `/api/v1/dead-letters/${(await letters(id))[0].id}/redrive`, {
        as: OPERATOR,
        body: { reason: 'The provider is back' },
      });
    expect(await letters(undoing.id)).toMatchObject([{ code: 'compensation_failed', tool: CANCEL }]);
    expect((await redrive(started.id)).body).toMatchObject({ code: 'conflict', data: { runId: undoing.id } });
    expect((await redrive(undoing.id)).status).toBe(202);
    await untilStatus(undoing.id, 'succeeded');
    expect(await refundOfOrder('ORD-2005')).toMatchObject([{ status: 'cancelled' }]);
  });

  it('starts by itself with the end of a failed run, where the agent declares it', async () => {
    const { body: refunds } = await server.call('GET', '/api/v1/agents/refunds', { as: ENGINEER });
    const body = { ...refunds.definition, onFailure: 'compensate' };
    const put = await server.call('PUT', '/api/v1/agents/undoing-refunds', { as: ENGINEER, body });
    expect(put.status).toBe(200);
    await control('POST', 'faults', { service: 'payments', route: 'refund', fault: 'late', delayMs: 4_000 });
    const { body: started } = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: { ...refundOf('ORD-2006', 30), agent: 'undoing-refunds' },
    });
    await vi.waitUntil(async () => (await refundOfOrder('ORD-2006')).length === 1, { timeout: 30_000 });
    await control('POST', 'faults', { service: 'model', fault: 'error_before', status: 401 });
    await untilStatus(started.id, 'failed');
    await control('DELETE', 'faults');
    const { runs } = await plan(started.id);
    expect(runs).toMatchObject([{ cause: 'failure', steps: [4] }]);
    await untilStatus(runs[0].id, 'succeeded');
    expect(await refundOfOrder('ORD-2006')).toMatchObject([{ status: 'cancelled' }]);
    const { rows } = await server.app.db.pool.query(
      `SELECT convert_from(payload, 'UTF8')::json->>'compensatedBy' AS by FROM checkpoint WHERE run_id = $1 AND kind = 'end'`,
      [started.id],
    );
    expect(rows).toEqual([{ by: runs[0].id }]);
  });

  it('is declared with a tool that is there, changes something, and can be filled', async () => {
    const { body: refund } = await server.call('GET', '/api/v1/tools/payments.refund', { as: ENGINEER });
    const put = async (compensateWith: object) => {
      const body = { ...refund.definition, compensateWith };
      return (await server.call('PUT', '/api/v1/tools/payments.refund', { as: ENGINEER, body })).body.errors;
    };
    expect(await put({ tool: 'payments.nobody' })).toMatchObject([{ path: '/compensateWith/tool' }]);
    expect(await put({ tool: 'payments.refund' })).toMatchObject([{ path: '/compensateWith/tool' }]);
    expect(await put({ tool: 'payments.lookup', arguments: {} })).toMatchObject([
      { path: '/compensateWith/tool' },
    ]);
    expect(await put({ tool: CANCEL })).toMatchObject([{ path: '/compensateWith' }]);
    expect(await put({ tool: CANCEL, arguments: { case: '{arguments.orderId}' } })).toMatchObject([
      { path: '/compensateWith/arguments/case', message: expect.stringContaining('{arguments.orderId}') },
      { path: '/compensateWith/arguments/case', message: expect.stringContaining('no argument') },
      { path: '/compensateWith/arguments', message: expect.stringContaining('refund_id') },
    ]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(COMPENSATION_ENDPOINTS)));
  });
});

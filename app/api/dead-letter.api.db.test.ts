// The endpoints of dead letters, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEAD_LETTER_ENDPOINTS } from '@/lib/contract/dead-letter-endpoints';
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

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const control = (method: 'POST' | 'DELETE', path: string, body?: unknown) =>
  server.simulator.send(method, `/control/${path}`, body);

/** The model refuses every call that comes after a refund was made. */
const MODEL_AWAY = { service: 'model', fault: 'error_before', status: 401 };

async function ended(order: string, amount = 40): Promise<string> {
  const { body } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(order, amount) });
  return runWhen(body.id, ({ finishedAt }) => finishedAt !== null);
}
async function runWhen(id: string, reached: (run: { finishedAt: unknown; status: string }) => boolean) {
  await vi.waitUntil(
    async () => reached((await server.call('GET', `/api/v1/runs/${id}`, { as: VIEWER })).body),
    { timeout: 30_000 },
  );
  return id;
}
async function openLetters(query = '') {
  const { body } = await ask('listDeadLetters', `/dead-letters?state=open${query}`, { as: VIEWER });
  return body.items;
}

describe('dead letters', () => {
  it('come of runs that fail, by cause, and go when they are redriven: each refund once', async () => {
    await control('POST', 'faults', MODEL_AWAY);
    const runs = [await ended('ORD-1001'), await ended('ORD-1002')];
    await control('DELETE', 'faults');
    const letters = await openLetters();
    expect(letters.map((letter: { runId: string }) => letter.runId)).toEqual(runs.toReversed());
    expect(letters[0]).toMatchObject({ agent: 'refunds', code: 'model_failed', step: 1, settledAt: null });
    const { body } = await ask('listDeadLetters', '/dead-letters?state=open&group=fingerprint', {
      as: VIEWER,
    });
    expect(body.items).toMatchObject([
      {
        fingerprint: letters[0].fingerprint,
        count: 2,
        firstAt: letters[1].failedAt,
        lastAt: letters[0].failedAt,
        sample: { id: letters[0].id },
        versions: [{ agent: 'refunds', version: 1, count: 2 }],
      },
    ]);
    expect(await openLetters(`&fingerprint=${letters[0].fingerprint}&limit=1`)).toHaveLength(1);
    expect(await openLetters('&agent=nobody')).toEqual([]);

    const path = `/dead-letters/${letters[0].id}`;
    expect((await ask('readDeadLetter', path, { as: VIEWER })).body).toEqual(letters[0]);
    const reason = { reason: 'The key is renewed.' };
    expect((await ask('redriveDeadLetter', `${path}/redrive`, { as: VIEWER, body: reason })).status).toBe(
      403,
    );
    const both = await Promise.all(
      [1, 2].map(() => ask('redriveDeadLetter', `${path}/redrive`, { as: OPERATOR, body: reason })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(both.find(({ status }) => status === 409)?.body.detail).toContain('redriven by Ada Obi');
    await runWhen(runs[1] ?? '', ({ status }) => status === 'succeeded');
    expect(await server.simulator.effects('payments')).toBe(1);
    const redriven = await ask('readDeadLetter', path, { as: VIEWER });
    expect(redriven.body).toMatchObject({ state: 'redriven', settledBy: { label: 'Ada Obi' }, ...reason });
  });

  it('are discarded with a reason, and not redriven then', async () => {
    const [letter] = await openLetters();
    const path = `/dead-letters/${letter.id}`;
    const body = { reason: 'Refunded by phone.' };
    const lower = { ...body, limits: { maxSteps: 1, maxToolCalls: 100 } };
    const lowered = await ask('redriveDeadLetter', `${path}/redrive`, { as: OPERATOR, body: lower });
    expect([lowered.status, lowered.body.errors]).toEqual([
      400,
      [{ path: '/limits/maxSteps', message: 'must be at least 20: bounds may only be raised' }],
    ]);
    const discarded = await ask('discardDeadLetter', `${path}/discard`, { as: OPERATOR, body });
    expect(discarded.body).toMatchObject({ state: 'discarded', reason: body.reason });
    const again = await ask('discardDeadLetter', `${path}/discard`, { as: OPERATOR, body });
    expect(again.body).toMatchObject({ code: 'conflict', data: { state: 'discarded' } });
    expect((await ask('redriveDeadLetter', `${path}/redrive`, { as: OPERATOR, body })).status).toBe(409);
    const run = await server.call('GET', `/api/v1/runs/${letter.runId}`, { as: VIEWER });
    expect(run.body.status).toBe('failed');
    const { rows } = await server.app.db.pool.query(
      `SELECT action, reason FROM audit_event WHERE action IN ('run.redrive', 'run.discard') ORDER BY seq`,
    );
    expect(rows).toEqual([
      { action: 'run.redrive', reason: 'The key is renewed.' },
      { action: 'run.discard', reason: body.reason },
    ]);
    const missing = '/dead-letters/0194f1c2-0000-7000-8000-00000000abcd';
    expect((await ask('readDeadLetter', missing, { as: VIEWER })).status).toBe(404);
  });

  it('keep a refund that had succeeded: the redriven run makes no second one', async () => {
    const before = await server.simulator.effects('payments');
    await control('POST', 'faults', { service: 'payments', route: 'refund', fault: 'late', delayMs: 4_000 });
    const { body } = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-1004', 30),
    });
    await vi.waitUntil(async () => (await server.simulator.effects('payments')) === before + 1, {
      timeout: 30_000,
    });
    await control('POST', 'faults', MODEL_AWAY);
    await runWhen(body.id, ({ status }) => status === 'failed');
    await control('DELETE', 'faults');
    const [letter] = await openLetters(`&run=${body.id}`);
    expect(letter.step).toBeGreaterThan(4);
    const asked = { as: OPERATOR, body: { reason: 'The model is back.' } };
    await ask('redriveDeadLetter', `/dead-letters/${letter.id}/redrive`, asked);
    await runWhen(body.id, ({ status }) => status === 'succeeded');
    expect(await server.simulator.effects('payments')).toBe(before + 1);
    expect(await openLetters(`&run=${body.id}`)).toEqual([]);
  });

  it('are dealt with together by their cause, each run as if alone; another count and who may not are refused', async () => {
    await control('POST', 'faults', MODEL_AWAY);
    const runs = [await ended('ORD-1005'), await ended('ORD-1006'), await ended('ORD-1007')];
    await control('DELETE', 'faults');
    const [{ fingerprint: cause }] = await openLetters(`&run=${runs[0]}`);
    const act = (body: object, as = OPERATOR) =>
      server.call('POST', '/api/v1/runs/bulk', { as, body: { reason: 'Paid by hand.', ...body } });
    const found = await server.call('GET', `/api/v1/runs?cause=${cause}`, { as: VIEWER });
    expect(found.body.items.map((run: { id: string }) => run.id)).toEqual(runs.toReversed());
    const filter = { cause };
    expect((await act({ action: 'discard', filter, expectedCount: 2 })).body).toMatchObject({
      code: 'conflict',
      data: { count: 3 },
    });
    expect((await act({ action: 'discard', filter, expectedCount: 3 }, VIEWER)).status).toBe(403);
    const strange = await act({ action: 'discard', filter: { cause: 'model_failed' }, expectedCount: 3 });
    expect(strange.body).toMatchObject({ code: 'invalid_request', errors: [{ path: '/filter/cause' }] });
    expect(await openLetters(`&fingerprint=${cause}`)).toHaveLength(3);

    const through = async (body: object) => {
      const { body: started } = await act(body);
      const read = async () => (await server.call('GET', `/api/v1/bulk/${started.id}`, { as: VIEWER })).body;
      await vi.waitUntil(async () => (await read()).state === 'done', { timeout: 30_000 });
      return read();
    };
    const redriven = await through({ action: 'redrive', filter: { cause, id: [runs[0]] }, expectedCount: 1 });
    expect(redriven).toMatchObject({ total: 1, done: 1, skipped: 0, failed: 0 });
    await runWhen(runs[0] ?? '', ({ status }) => status === 'succeeded');
    const discarded = await through({ action: 'discard', filter, expectedCount: 2 });
    expect(discarded).toMatchObject({ total: 2, done: 2, skipped: 0, failed: 0, filter });
    expect(await openLetters(`&fingerprint=${cause}`)).toEqual([]);
    for (const run of runs.slice(1)) {
      const { body } = await ask('listDeadLetters', `/dead-letters?run=${run}`, { as: VIEWER });
      expect(body.items).toMatchObject([
        { state: 'discarded', settledBy: { label: 'Ada Obi' }, reason: 'Paid by hand.' },
      ]);
    }
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(DEAD_LETTER_ENDPOINTS)));
  });
});

// Idempotency-Key over the whole door: replay, mismatch, in flight, refusals given back, a crash in between.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestError } from '../../domain/errors';
import {
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '../testing/test-server';
import { answerOnce } from './answer-once';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const start = (key: string, body: unknown, as = OPERATOR) =>
  server.call('POST', '/api/v1/runs', { as, body, headers: { 'idempotency-key': key } });
const runsOf = async (orderId: string) =>
  (await server.call('GET', `/api/v1/runs?q=${orderId}`, { as: VIEWER })).body.items;

function withResolvers() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

describe('Idempotency-Key', () => {
  it('gives the first answer again, to the letter, and starts one run', async () => {
    const first = await start('k1', refundOf('ORD-4001', 10));
    await server.call('GET', `/api/v1/runs/${first.body.id}?wait=20`, { as: VIEWER });
    const again = await start('k1', refundOf('ORD-4001', 10));
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(await runsOf('ORD-4001')).toHaveLength(1);
  });

  it('takes the same body in another key order, and refuses another body', async () => {
    const { agent, input } = refundOf('ORD-4002', 10);
    await start('k2', { agent, input });
    expect((await start('k2', { input, agent })).headers.get('idempotent-replayed')).toBe('true');
    expect((await start('k2', refundOf('ORD-4002', 11))).body).toMatchObject({
      status: 422,
      code: 'idempotency_mismatch',
    });
  });

  it('lets one of many through at a time, whoever asks again gets its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => start('k3', refundOf('ORD-4003', 10))));
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 201))
      expect([status, body.code]).toEqual([409, 'in_flight']);
    expect((await start('k3', refundOf('ORD-4003', 10))).body.id).toBe([...ids][0]);
    expect(await runsOf('ORD-4003')).toHaveLength(1);
  });

  it('is somebody’s own, and the route’s own', async () => {
    const [own, others] = await Promise.all([
      start('k4', refundOf('ORD-4004', 10)),
      start('k4', refundOf('ORD-4004', 10), 'key'),
    ]);
    expect(own.body.id).not.toBe(others.body.id);
    const cancel = await server.call('POST', `/api/v1/runs/${own.body.id}/cancel`, {
      as: OPERATOR,
      body: { reason: 'twice' },
      headers: { 'idempotency-key': 'k4' },
    });
    expect(cancel.status).not.toBe(422);
  });

  it('is given back by a refusal: mended, the request may use it again', async () => {
    expect((await start('k5', { agent: 'refunds', input: {} })).status).toBe(400);
    expect((await start('k5', { agent: 'nobody', input: {} })).status).toBe(404);
    expect((await start('k5', refundOf('ORD-4005', 10))).status).toBe(201);
  });

  it('is not settled by a request that outlived its lock: the retry that took it over is', async () => {
    const asked = {
      key: 'k8',
      principal: { kind: 'system', id: 'runtime' },
      route: 'POST /test',
      asked: null,
    } as const;
    const answer = (body: string) => ({ status: 201, body, etag: null });
    const { app } = server;
    const ends = { refused: withResolvers(), slow: withResolvers() };
    const lapse = () =>
      app.db.pool.query(`UPDATE api_idempotency SET locked_until = now() - interval '1 s' WHERE key = 'k8'`);
    const isUnderWay = () =>
      expect
        .poll(async () => (await app.db.pool.query(`SELECT FROM api_idempotency WHERE key = 'k8'`)).rowCount)
        .toBe(1);
    const refused = answerOnce(app, asked, () =>
      ends.refused.promise.then(() => Promise.reject(new RequestError('conflict', 'Late.'))),
    );
    await isUnderWay();
    await lapse();
    const started = withResolvers();
    const taken = answerOnce(app, asked, async () => {
      started.resolve();
      await ends.slow.promise;
      return answer('slow');
    });
    await started.promise;
    ends.refused.resolve();
    await expect(refused).rejects.toThrow('Late.');
    await lapse();
    const last = await answerOnce(app, asked, async () => {
      ends.slow.resolve();
      await taken;
      return answer('last');
    });
    expect(last).toMatchObject({ replayed: false, answer: { body: 'last' } });
    const again = await answerOnce(app, asked, async () => answer('never'));
    expect(again).toMatchObject({ replayed: true, answer: { body: 'last' } });
  });

  it('must be visible and short', async () => {
    expect((await start('x'.repeat(256), refundOf('ORD-4006', 10))).body).toMatchObject({ status: 400 });
    expect((await start('with blank', refundOf('ORD-4006', 10))).body).toMatchObject({ status: 400 });
  });

  it('finds the run again that a process made before it died without answering', async () => {
    const first = await start('k7', refundOf('ORD-4007', 10));
    await forgetAnswer('k7');
    const again = await start('k7', refundOf('ORD-4007', 10));
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect(await runsOf('ORD-4007')).toHaveLength(1);
  });

  it('finds a view, a test of a callback and an incident again that were made before such a death', async () => {
    const put = (path: string, body: unknown) => server.call('PUT', `/api/v1${path}`, { as: ENGINEER, body });
    await put('/secrets/HOOK_KEY', { value: 'a secret of some length' });
    const hook = { url: `${server.simulator.url}/hook`, events: ['run.finished'], secretRef: 'HOOK_KEY' };
    expect((await put('/callbacks/ours', hook)).status).toBe(200);
    const view = { page: 'runs', name: 'Failed', query: 'status=failed', shared: false };
    const acts = [
      ['/views', view],
      ['/callbacks/ours/test', undefined],
      ['/incidents/ticket-race/run', undefined],
    ] as const;
    for (const [i, [path, body]] of acts.entries()) {
      const key = `dead-${i}`;
      const ask = () =>
        server.call('POST', `/api/v1${path}`, { as: ENGINEER, body, headers: { 'idempotency-key': key } });
      const first = await ask();
      expect(first.status).toBeLessThan(300);
      await forgetAnswer(key);
      const again = await ask();
      expect([again.status, again.body.id], path).toEqual([first.status, first.body.id]);
    }
  });
});

/** As a crash between the act and its answer leaves it: taken, never answered, its lock run out. */
async function forgetAnswer(key: string): Promise<void> {
  await server.app.db.pool.query(
    `UPDATE api_idempotency SET status = 'in_flight', response = NULL, response_status = NULL, locked_until = now() - interval '1 minute' WHERE key = $1`,
    [key],
  );
}

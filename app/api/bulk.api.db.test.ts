// The endpoints of bulk actions, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BULK_ENDPOINTS } from '@/lib/contract/bulk-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
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

let orders = 7_000;
/** Refunds above the threshold, which wait for an approver. */
async function waitingRuns(batch: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    orders += 1;
    const body = { ...refundOf(`ORD-${orders}`, 900), labels: { batch } };
    const { body: run } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body });
    await server.call('GET', `/api/v1/runs/${run.id}?wait=30`, { as: OPERATOR });
    ids.push(run.id);
  }
  return ids;
}
const start = (body: object, headers = {}) =>
  ask('startBulk', '/runs/bulk', {
    as: OPERATOR,
    headers,
    body: { action: 'cancel', reason: 'closed', ...body },
  });
const untilEnded = async (id: string) => {
  await expect
    .poll(async () => (await ask('readBulk', `/bulk/${id}`, { as: VIEWER })).body.state)
    .not.toBe('running');
  return (await ask('readBulk', `/bulk/${id}`, { as: VIEWER })).body;
};

describe('bulk actions', () => {
  it('cancel what a filter finds, each run with an entry and a reason of its own', async () => {
    const ids = await waitingRuns('cancel', 3);
    await waitingRuns('other', 1);
    const key = { 'idempotency-key': 'cancel-them' };
    const body = { filter: { label: 'batch=cancel' }, expectedCount: 3 };
    const started = await start(body, key);
    expect(started.status).toBe(202);
    expect((await start(body, key)).body).toEqual(started.body);
    const { id } = started.body;
    expect(await untilEnded(id)).toMatchObject({
      ...{ action: 'cancel', reason: 'closed', filter: { label: 'batch=cancel' } },
      ...{ state: 'done', total: 3, done: 3, skipped: 0, failed: 0, stopped: null, failures: [] },
      askedBy: { label: 'Ada Obi' },
    });
    for (const run of ids)
      await expect
        .poll(async () => (await server.call('GET', `/api/v1/runs/${run}`, { as: VIEWER })).body.status)
        .toBe('cancelled');
    const { rows: audit } = await server.app.db.pool.query(
      `SELECT action, entity_id, reason, actor->>'label' AS who FROM audit_event WHERE action LIKE 'bulk.%' OR entity_id = ANY($1)
       ORDER BY seq`,
      [ids],
    );
    expect(audit[0]).toEqual({ action: 'bulk.start', entity_id: id, reason: 'closed', who: 'Ada Obi' });
    expect(audit.slice(1).map((entry) => [entry.action, entry.entity_id, entry.reason, entry.who])).toEqual(
      ids.map((run) => ['run.cancel', run, 'closed', 'Ada Obi']),
    );
    const others = await server.call('GET', '/api/v1/runs?label=batch%3Dother', { as: VIEWER });
    expect(others.body.items.map((run: { status: string }) => run.status)).toEqual(['waiting']);
  });

  it('refuse an empty filter, another count, a strange action and who may not', async () => {
    for (const filter of [{}, { q: '  ' }, { status: [] }]) {
      const refused = await start({ filter, expectedCount: 1 });
      expect(refused.body).toMatchObject({ code: 'invalid_request', errors: [{ path: '/filter' }] });
    }
    await waitingRuns('counted', 2);
    const wrong = await start({ filter: { label: 'batch=counted' }, expectedCount: 3 });
    expect(wrong.status).toBe(409);
    expect(wrong.body).toMatchObject({ code: 'conflict', data: { count: 2 } });
    const none = await start({ filter: { agent: 'nobody' }, expectedCount: 1 });
    expect(none.body).toMatchObject({ code: 'conflict', data: { count: 0 } });
    expect((await start({ action: 'delete', filter: { agent: 'refunds' }, expectedCount: 2 })).status).toBe(
      400,
    );
    const body = { action: 'cancel', filter: { label: 'batch=counted' }, reason: 'no', expectedCount: 2 };
    expect((await ask('startBulk', '/runs/bulk', { as: VIEWER, body })).status).toBe(403);
    const { rows } = await server.app.db.pool.query(
      `SELECT count(*)::int AS n FROM bulk_action WHERE filter->>'label' = 'batch=counted'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('say of each run why it was skipped or refused', async () => {
    const [paused, ended, approval] = await waitingRuns('mixed', 3);
    const act = (run: string | undefined, what: string) =>
      server.call('POST', `/api/v1/runs/${run}/${what}`, { as: OPERATOR, body: { reason: 'first' } });
    await act(paused, 'pause');
    await act(ended, 'cancel');
    const statusOf = async (run: string | undefined) => {
      const { body } = await server.call('GET', `/api/v1/runs/${run}`, { as: VIEWER });
      return body.waiting?.reason ?? body.status;
    };
    await expect.poll(() => statusOf(paused)).toBe('paused');
    await expect.poll(() => statusOf(ended)).toBe('cancelled');
    const { body } = await start({ action: 'resume', filter: { label: 'batch=mixed' }, expectedCount: 3 });
    expect(await untilEnded(body.id)).toMatchObject({ state: 'done', done: 1, skipped: 2, failed: 0 });
    const items = await ask('listBulkItems', `/bulk/${body.id}/items`, { as: VIEWER });
    expect(items.body.items).toEqual([
      { runId: paused, outcome: 'done', code: null, message: null, at: expect.any(String) },
      {
        runId: ended,
        outcome: 'skipped',
        code: 'conflict',
        message: 'The run had ended already.',
        at: expect.any(String),
      },
      expect.objectContaining({
        runId: approval,
        outcome: 'skipped',
        message: expect.stringContaining('neither paused nor'),
      }),
    ]);
    const first = await ask('listBulkItems', `/bulk/${body.id}/items?outcome=skipped&limit=1`, {
      as: VIEWER,
    });
    const rest = await ask(
      'listBulkItems',
      `/bulk/${body.id}/items?outcome=skipped&cursor=${first.body.nextCursor}`,
      { as: VIEWER },
    );
    expect([...first.body.items, ...rest.body.items]).toEqual(items.body.items.slice(1));
  });

  it('stand in the history, newest first, and are aborted only while they run', async () => {
    const list = await ask('listBulk', '/bulk?limit=1', { as: VIEWER });
    expect(list.body.items).toHaveLength(1);
    expect(list.body.items[0].action).toBe('resume');
    const more = await ask('listBulk', `/bulk?cursor=${list.body.nextCursor}`, { as: VIEWER });
    expect(more.body.items.at(-1).action).toBe('cancel');
    const through = await ask('abortBulk', `/bulk/${list.body.items[0].id}/abort`, { as: OPERATOR });
    expect(through.body).toMatchObject({ code: 'conflict', detail: 'It is done already.' });
    const missing = '01890000-0000-7000-8000-000000000000';
    expect((await ask('abortBulk', `/bulk/${missing}/abort`, { as: ADMIN })).status).toBe(404);
    expect((await ask('readBulk', `/bulk/${missing}`, { as: VIEWER })).status).toBe(404);
    expect((await ask('listBulkItems', `/bulk/${missing}/items`, { as: VIEWER })).status).toBe(404);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(BULK_ENDPOINTS)));
  });
});

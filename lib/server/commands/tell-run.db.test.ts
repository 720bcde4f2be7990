// What people tell a run: each action of its own reaches it, under whatever key it comes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR, refundOf, startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const call = (method: string, path: string, body?: unknown, headers = {}) =>
  server.call(method, `/api/v1${path}`, { as: OPERATOR, body, headers });
const tell = (id: string, action: string, key: string) =>
  call('POST', `/runs/${id}/${action}`, { reason: 'Looking at it' }, { 'idempotency-key': key });
const atRest = async (id: string) => (await call('GET', `/runs/${id}?wait=30`)).body;
const inputsOf = async (id: string) =>
  (
    await server.app.db.pool.query<{ type: string }>(
      'SELECT type FROM run_input WHERE run_id = $1 ORDER BY input_seq',
      [id],
    )
  ).rows.map(({ type }) => type);
const actionsOn = async (id: string) =>
  (await server.app.db.prisma.auditEvent.findMany({ where: { entityId: id }, orderBy: { seq: 'asc' } })).map(
    ({ action }) => action,
  );

async function heldRun(orderId: string): Promise<string> {
  const { id } = (await call('POST', '/runs', refundOf(orderId, 900))).body;
  await atRest(id);
  return id;
}

describe('a reason', () => {
  it('is kept without the secrets that somebody pasted into it', async () => {
    const id = await heldRun('ORD-6003');
    server.app.redactor.learn([{ name: 'A_SECRET', value: 'hunter2hunter2' }]);
    await call('POST', `/runs/${id}/pause`, { reason: 'The key hunter2hunter2 is out' });
    const { rows } = await server.app.db.pool.query<{ text: string }>(
      `SELECT convert_from(payload, 'UTF8') AS text FROM run_input WHERE run_id = $1
       UNION ALL SELECT reason FROM audit_event WHERE entity_id = $1::text`,
      [id],
    );
    expect(rows).toHaveLength(2);
    for (const { text } of rows) {
      expect(text).toContain('The key [secret:A_SECRET] is out');
      expect(text).not.toContain('hunter2');
    }
  });
});

describe('one Idempotency-Key on several actions', () => {
  it('is another intent for each: paused, resumed, cancelled', async () => {
    const id = await heldRun('ORD-6001');
    expect((await tell(id, 'pause', 'same')).status).toBe(202);
    await expect
      .poll(async () => (await atRest(id)).waiting?.items.map((item: { kind: string }) => item.kind))
      .toContain('paused');
    expect((await tell(id, 'resume', 'same')).status).toBe(202);
    expect((await tell(id, 'cancel', 'same')).status).toBe(202);
    await expect.poll(async () => (await atRest(id)).status).toBe('cancelled');
    expect(await inputsOf(id)).toEqual(['pause', 'resume', 'cancel']);
    expect(await actionsOn(id)).toEqual(['run.pause', 'run.resume', 'run.cancel']);
  });

  it('is the same intent for a retry after a crash before the answer was kept', async () => {
    const id = await heldRun('ORD-6002');
    expect((await tell(id, 'pause', 'twice')).status).toBe(202);
    const crash = `UPDATE api_idempotency SET status = 'in_flight', response = NULL, response_status = NULL, locked_until = now()
      WHERE key = 'twice'`;
    await server.app.db.pool.query(crash);
    await tell(id, 'pause', 'twice');
    expect(await inputsOf(id)).toEqual(['pause']);
  });
});

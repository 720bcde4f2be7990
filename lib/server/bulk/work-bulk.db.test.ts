// Holds bulk actions to their promises on a real database: each run once, whoever works, stops or dies; only while the asker still may.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BulkOwner } from '../../store/write/bulk-actions';
import { cancelRun } from '../commands/stop-run';
import { ADMIN, OPERATOR, refundOf, startTestServer, type TestServer, VIEWER } from '../testing/test-server';
import { workSlice } from './work-bulk';

let server: TestServer;
beforeAll(async () => {
  // Nothing works in the background: the tests do, slice by slice.
  server = await startTestServer({ environment: { BULKHEAD_ROLE: 'web' } });
});
afterAll(() => server.close());

const sql = async (text: string, ...values: unknown[]) => (await server.app.db.pool.query(text, values)).rows;
const ownerNamed = (worker: string, leaseMs = 30_000): BulkOwner => ({ worker, leaseMs });
const one = ownerNamed('one');

let batches = 0;
let batch: string;
beforeEach(() => {
  batches += 1;
  batch = `b${batches}`;
});

async function queuedRuns(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const body = { ...refundOf(`ORD-${1_000 + i}`, 40), labels: { batch } };
    const { body: run } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body });
    ids.push(run.id);
  }
  return ids;
}
async function cancelAll(expectedCount: number, as = OPERATOR): Promise<string> {
  const body = { action: 'cancel', filter: { label: `batch=${batch}` }, reason: 'closed', expectedCount };
  const { body: started, status } = await server.call('POST', '/api/v1/runs/bulk', { as, body });
  expect(status).toBe(202);
  return started.id;
}
const bulkOf = async (id: string) => (await server.call('GET', `/api/v1/bulk/${id}`, { as: VIEWER })).body;
/** How often each run was told to cancel, and how often that was audited. */
const told = async (ids: string[]) => ({
  inputs: await sql(`SELECT run_id::text FROM run_input WHERE run_id = ANY($1) ORDER BY run_id`, ids).then(
    (rows) => rows.map((row) => row.run_id),
  ),
  audited: await sql(
    `SELECT entity_id FROM audit_event WHERE action = 'run.cancel' AND entity_id = ANY($1) ORDER BY entity_id`,
    ids,
  ).then((rows) => rows.map((row) => row.entity_id)),
});

describe('bulk work', () => {
  it('acts once on each run while two replicas take the work from each other', async () => {
    const ids = (await queuedRuns(12)).toSorted();
    const id = await cancelAll(12);
    const work = async (worker: string) => {
      while ((await bulkOf(id)).state === 'running') await workSlice(server.app, ownerNamed(worker, 25));
    };
    await Promise.all([work('one'), work('two'), work('three')]);
    expect(await bulkOf(id)).toMatchObject({ state: 'done', total: 12, done: 12, skipped: 0, failed: 0 });
    expect(await told(ids)).toEqual({ inputs: ids, audited: ids });
  });

  it('takes over what a dead worker left, once its lease is over, and not before', async () => {
    await queuedRuns(2);
    const id = await cancelAll(2);
    await sql(
      `UPDATE bulk_action SET worker = 'dead', lease_until = now() + interval '1 hour' WHERE id = $1`,
      id,
    );
    expect(await workSlice(server.app, one)).toBe(false);
    await sql(`UPDATE bulk_action SET lease_until = now() - interval '1 second' WHERE id = $1`, id);
    expect(await workSlice(server.app, one)).toBe(true);
    expect(await bulkOf(id)).toMatchObject({ state: 'done', done: 2 });
  });

  it('finds a run that was told before and tells it nothing twice', async () => {
    const ids = await queuedRuns(1);
    const id = await cancelAll(1);
    const { createdAt, askedBy } = await bulkOf(id);
    const { rows } = await server.app.db.pool.query(
      `SELECT id, email, name, role FROM app_user WHERE id = $1`,
      [askedBy.id],
    );
    const principal = { kind: 'user', sessionId: null, ...rows[0] } as const;
    const intent = { key: `bulk:${id}`, startedAt: createdAt };
    await cancelRun(
      { app: server.app, principal, requestId: 'first', intent },
      { runId: ids[0] ?? '', reason: 'closed' },
    );
    await workSlice(server.app, one);
    expect(await bulkOf(id)).toMatchObject({ state: 'done', done: 1 });
    expect(await told(ids)).toEqual({ inputs: ids, audited: ids });
  });

  it('stops for good when aborted: what was done is counted, what was left is left', async () => {
    const ids = (await queuedRuns(60)).toSorted();
    const id = await cancelAll(60);
    await workSlice(server.app, one);
    const aborted = await server.call('POST', `/api/v1/bulk/${id}/abort`, { as: ADMIN });
    expect(aborted.status).toBe(200);
    expect(aborted.body).toMatchObject({
      state: 'aborted',
      done: 50,
      stopped: { by: { label: expect.any(String) } },
    });
    expect(await workSlice(server.app, one)).toBe(false);
    expect((await told(ids)).inputs).toHaveLength(50);
    const again = await server.call('POST', `/api/v1/bulk/${id}/abort`, { as: OPERATOR });
    expect(again.body).toEqual(aborted.body);
    expect(await sql(`SELECT action FROM audit_event WHERE entity_id = $1 ORDER BY seq`, id)).toEqual([
      { action: 'bulk.start' },
      { action: 'bulk.abort' },
    ]);
  });

  it('lets a short one through while a long one is under way', async () => {
    await queuedRuns(120);
    const long = await cancelAll(120);
    await workSlice(server.app, one);
    batch = `${batch}-short`;
    await queuedRuns(1);
    const short = await cancelAll(1);
    await workSlice(server.app, one);
    expect((await bulkOf(short)).state).toBe('done');
    expect((await bulkOf(long)).state).toBe('running');
    while (await workSlice(server.app, one));
    expect((await bulkOf(long)).state).toBe('done');
  });

  it('ends when the one who asked may no longer do it, and says so', async () => {
    const ids = await queuedRuns(2);
    const id = await cancelAll(2);
    await sql(`UPDATE app_user SET role = 'viewer' WHERE email = $1`, OPERATOR);
    try {
      await workSlice(server.app, one);
    } finally {
      await sql(`UPDATE app_user SET role = 'operator' WHERE email = $1`, OPERATOR);
    }
    expect(await bulkOf(id)).toMatchObject({
      ...{ state: 'aborted', done: 0 },
      stopped: { by: { kind: 'system' }, reason: 'Ada Obi may no longer do this.' },
    });
    expect((await told(ids)).inputs).toEqual([]);
  });

  it('acts for keys as for people', async () => {
    await queuedRuns(1);
    const id = await cancelAll(1, 'key');
    await workSlice(server.app, one);
    expect(await bulkOf(id)).toMatchObject({
      state: 'done',
      done: 1,
      askedBy: { kind: 'api_key', id: 'environment' },
    });
  });

  it('has settled every item exactly as the counts say', async () => {
    const wrong = await sql(`SELECT b.id FROM bulk_action b WHERE (b.done, b.skipped, b.failed) <> (
      SELECT count(*) FILTER (WHERE outcome = 'done'), count(*) FILTER (WHERE outcome = 'skipped'), count(*) FILTER (WHERE outcome = 'failed')
      FROM bulk_action_item i WHERE i.bulk_id = b.id)`);
    expect(wrong).toEqual([]);
  });
});

// Holds bulk actions to their promises on a real database: each run once, whoever works, stops or dies; only while the asker still may.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../store/database';
import type { BulkOwner } from '../../store/write/bulk-actions';
import { discardRun } from '../../store/write/settle-dead-letter';
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
const CAUSE = 'c'.repeat(16);
/** Fails a run as what ends it does: the run's row and its letter. */
async function fail(runId: string): Promise<void> {
  await sql(
    `UPDATE run SET status = 'failed', error_code = 'model_failed', error_message = 'no', finished_at = now(), due_at = NULL WHERE id = $1`,
    runId,
  );
  await sql(
    `INSERT INTO dead_letter (id, run_id, agent, agent_version, fingerprint, code, message, state, failed_at)
     VALUES (gen_random_uuid(), $1, 'refunds', 1, '${CAUSE}', 'model_failed', 'no', 'open', clock_timestamp())`,
    runId,
  );
}
/** The states of these runs' letters, by run. */
const lettersOf = async (ids: string[]) =>
  (await sql(`SELECT state FROM dead_letter WHERE run_id = ANY($1) ORDER BY run_id, failed_at`, ids)).map(
    (row) => row.state,
  );
const cancelAll = (expectedCount: number, as = OPERATOR) => startAll('cancel', expectedCount, as);
async function startAll(action: string, expectedCount: number, as = OPERATOR): Promise<string> {
  const body = { action, filter: { label: `batch=${batch}` }, reason: 'closed', expectedCount };
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

  it('discards failed runs until it is aborted: letters that are left stay open', async () => {
    const ids = (await queuedRuns(52)).toSorted();
    for (const id of ids) await fail(id);
    const id = await startAll('discard', 52);
    await workSlice(server.app, one);
    await server.call('POST', `/api/v1/bulk/${id}/abort`, { as: OPERATOR });
    expect(await workSlice(server.app, one)).toBe(false);
    expect(await bulkOf(id)).toMatchObject({ state: 'aborted', total: 52, done: 50, skipped: 0, failed: 0 });
    expect((await lettersOf(ids)).toSorted()).toEqual([...Array(50).fill('discarded'), 'open', 'open']);
    const audited = await sql(
      `SELECT DISTINCT reason, actor->>'label' AS who FROM audit_event WHERE action = 'run.discard' AND entity_id = ANY($1)`,
      ids,
    );
    expect(audited).toEqual([{ reason: 'closed', who: 'Ada Obi' }]);
  });

  it('leaves alone what was dealt with or failed anew since the discard was asked for', async () => {
    const [anew = '', settled = '', plain = ''] = (await queuedRuns(3)).toSorted();
    for (const id of [anew, settled, plain]) await fail(id);
    const id = await startAll('discard', 3);
    await sql(
      `UPDATE dead_letter SET state = 'redriven', settled_at = now(), settled_by = '{"kind":"user","id":"u","label":"Mara Klein"}', settled_reason = 'renewed'
       WHERE run_id = ANY($1)`,
      [anew, settled],
    );
    await fail(anew);
    while (await workSlice(server.app, one));
    expect(await bulkOf(id)).toMatchObject({ state: 'done', done: 1, skipped: 2, failed: 0 });
    const { body } = await server.call('GET', `/api/v1/bulk/${id}/items?outcome=skipped`, { as: VIEWER });
    expect(Object.fromEntries(body.items.map((item: { runId: string }) => [item.runId, item]))).toMatchObject(
      {
        [anew]: { code: 'conflict', message: expect.stringContaining('failed again at') },
        [settled]: { code: 'conflict', message: expect.stringContaining('redriven by Mara Klein') },
      },
    );
    expect(await lettersOf([anew])).toEqual(['redriven', 'open']);
    // Nor does a word on the older letter reach the newer one.
    const [older] = await sql(
      `SELECT id::text AS id FROM dead_letter WHERE run_id = $1 AND state = 'redriven'`,
      anew,
    );
    const by = { kind: 'user', id: 'u', label: 'Mara Klein' } as const;
    const seen = { runId: anew, letterId: older?.id, by, reason: 'Paid by hand' };
    const left = await inTransaction(server.app.db, 'discard', (tx) => discardRun(tx, seen));
    expect(left).toEqual({ status: 'closed' });
    expect(await lettersOf([anew])).toEqual(['redriven', 'open']);
    expect(await lettersOf([plain])).toEqual(['discarded']);
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

// Holds claims on PostgreSQL to what their failures mean: a refused one claimed nothing; what a lost one claimed is found, by its worker or an heir.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aQueuedRun, aWorker } from '../../lib/ports/testing/run-store-scenario';
import { type Database, openDatabase } from '../../lib/store/database';
import { createRunStore } from '../../lib/store/run-store';
import { type DatabaseHarness, openHarness, systemClock } from '../../lib/store/runs/testing/harness';
import { StallingProxy } from './stalling-proxy';

let harness: DatabaseHarness;
let proxy: StallingProxy;
let db: Database;
beforeEach(async () => {
  harness = await openHarness();
  const { url } = harness;
  proxy = await StallingProxy.open(() => Number(new URL(url).port));
  db = openDatabase({ url: proxy.through(url), size: 4, applicationName: 'claimer' });
});
afterEach(async () => {
  await db.close();
  await proxy.close();
  await harness.close();
});

const storeOf = ({ pool, hotPool }: Database) =>
  createRunStore({ pool, hotPool, clock: systemClock, runtimeVersion: 'test' });
const unknown = { code: 'claim_unknown', class: 'retryable' };

/** While another session holds the run's row the claim is under way; `signal` ends it in the server. */
async function claimEndedBy(
  signal: 'pg_cancel_backend' | 'pg_terminate_backend',
  workerId: string,
  runId: string,
) {
  const blocker = await harness.openAnother().db.pool.connect();
  try {
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM run WHERE id = $1 FOR UPDATE', [runId]);
    const claim = storeOf(db)
      .claimRun(workerId, runId)
      .catch((error: unknown) => error);
    const end = `SELECT ${signal}(pid) FROM pg_stat_activity WHERE application_name = 'claimer' AND wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect((await harness.db.pool.query(end)).rowCount).toBe(1), {
      interval: 5,
      timeout: 30_000,
    });
    return await claim;
  } finally {
    await blocker.query('ROLLBACK');
    blocker.release();
  }
}

it('says that nothing was claimed when the server refused, and serves on over the same connection', async () => {
  const workerId = await aWorker(harness);
  const runId = await aQueuedRun(harness);
  await db.hotPool.query('SELECT 1');
  const connects = vi.fn();
  db.hotPool.on('connect', connects);
  expect(await claimEndedBy('pg_cancel_backend', workerId, runId)).toMatchObject({
    code: 'store_unavailable',
    cause: { code: '57014', severity: 'ERROR' },
  });
  expect(await harness.readRun(runId)).toMatchObject({ status: 'queued' });
  expect(await storeOf(db).claimDue(workerId, 5)).toMatchObject([{ runId, fence: 1 }]);
  expect(connects).not.toHaveBeenCalled();
});

it('says that nobody knows when the server ended the session', async () => {
  const workerId = await aWorker(harness);
  const runId = await aQueuedRun(harness);
  expect(await claimEndedBy('pg_terminate_backend', workerId, runId)).toMatchObject(unknown);
  expect(await harness.store.ownedRuns(workerId)).toEqual([]);
});

it.each(['claimDue', 'claimRun'] as const)(
  'finds what it claimed over a connection that died before the answer: %s',
  async (how) => {
    const runId = await aQueuedRun(harness);
    const workerId = await aWorker(harness);
    const store = storeOf(db);
    proxy.loseClaimAnswers(1, 20);
    await expect(
      how === 'claimDue' ? store.claimDue(workerId, 5) : store.claimRun(workerId, runId),
    ).rejects.toMatchObject(unknown);
    expect(proxy.lostAnswers).toBe(1);
    expect(await store.ownedRuns(workerId)).toEqual([{ runId, fence: 1 }]);
    const heirId = await aWorker(harness);
    expect(await harness.store.claimDue(heirId, 5)).toEqual([]);
    await harness.leases.retire(workerId);
    expect(await store.ownedRuns(workerId)).toEqual([]);
    expect(await harness.store.claimDue(heirId, 5)).toMatchObject([{ runId, fence: 2 }]);
  },
);

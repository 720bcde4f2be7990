// Somebody holds one run's row and does not let go, as a process that was stopped in the middle of a command does: nobody else waits for that.
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  anOwnedRun,
  approvalOf,
  aQueuedRun,
  aWorker,
  commitOn,
  ended,
  following,
  isoFromNow,
  type OwnedRun,
  parked,
} from '../ports/testing/run-store-scenario';
import { createTestIds } from '../ports/testing/test-ids';
import { type DatabaseHarness, openHarness } from './runs/testing/harness';

let harness: DatabaseHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.close());

/** Holds the row until the returned function is called. */
async function hold(runId: string): Promise<() => Promise<void>> {
  const client = await harness.openAnother().db.pool.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM run WHERE id = $1 FOR UPDATE', [runId]);
  return async () => {
    await client.query('COMMIT');
    client.release();
  };
}

/** Ten commits, then the end: the last needs the run's row. @returns how long each took, in milliseconds. */
async function workThrough(start: OwnedRun): Promise<number[]> {
  const took: number[] = [];
  let run = start;
  for (let step = 0; step < 11; step += 1) {
    const commit = step === 10 ? ended(run) : commitOn(run);
    const before = performance.now();
    expect(await harness.store.commit(commit)).toMatchObject({ status: 'committed', exited: step === 10 });
    took.push(performance.now() - before);
    run = following(run, commit);
  }
  return took;
}

const p95 = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;

it('keeps no neighbour from its commits, nor from its end, and is written when the row is free', async () => {
  const held = await anOwnedRun(harness);
  const eightRuns = () => Promise.all(Array.from({ length: 8 }, () => anOwnedRun(harness)));
  const undisturbed = (await Promise.all((await eightRuns()).map(workThrough))).flat();
  const neighbours = await eightRuns();
  const letGo = await hold(held.runId);
  let isWritten = false;
  const commit = commitOn(held, { exit: parked() });
  // On a machine that does much else it may be told to come again, and does.
  const handIn = (): ReturnType<typeof harness.store.commit> =>
    harness.store.commit(commit).catch((error: { code?: string }) => {
      if (error.code !== 'store_collision') throw error;
      return handIn();
    });
  const parking = handIn().finally(() => {
    isWritten = true;
  });
  const took = (await Promise.all(neighbours.map(workThrough))).flat();
  expect(isWritten).toBe(false);
  expect(p95(took)).toBeLessThan(1_000 + p95(undisturbed));
  await letGo();
  expect(await parking).toMatchObject({ status: 'committed', exited: true });
  expect(await harness.readRun(held.runId)).toMatchObject({ status: 'waiting' });
});

it('is told to come again when the row stays held, and nothing of it is written', async () => {
  const held = await anOwnedRun(harness);
  const letGo = await hold(held.runId);
  const commit = commitOn(held, { exit: parked() });
  await expect(harness.store.commit(commit)).rejects.toMatchObject({
    code: 'store_collision',
    class: 'retryable',
  });
  expect(await harness.store.loadJournal(held.runId)).toHaveLength(2);
  await letGo();
  expect(await harness.store.commit(commit)).toMatchObject({ status: 'committed', exited: true });
});

it('keeps nobody from claiming: it is passed over, by name too, and found afterwards', async () => {
  const [held, free] = [await aQueuedRun(harness), await aQueuedRun(harness)];
  const workerId = await aWorker(harness);
  const letGo = await hold(held);
  // The row is let go only after that: a claim that waited for it would end in an error.
  expect(await harness.store.claimRun(workerId, held)).toBeNull();
  expect((await harness.store.claimDue(workerId, 5)).map(({ runId }) => runId)).toEqual([free]);
  await letGo();
  expect((await harness.store.claimDue(workerId, 5)).map(({ runId }) => runId)).toEqual([held]);
});

it('keeps nobody from claiming by a row that it wrote and did not commit', async () => {
  const left = [await anOwnedRun(harness), await anOwnedRun(harness)] as const;
  const queued = await aQueuedRun(harness);
  for (const { workerId } of left) await harness.expireLease(workerId);
  const zombie = await harness.openAnother().db.pool.connect();
  await zombie.query('BEGIN');
  await zombie.query(
    `INSERT INTO checkpoint SELECT (jsonb_populate_record(c, jsonb_build_object('seq', c.seq + 1))).*
     FROM checkpoint c WHERE c.run_id = $1 AND c.seq = 2`,
    [left[0].runId],
  );
  const workerId = await aWorker(harness);
  const claim = () =>
    harness.store.claimDue(workerId, 5).then(
      (claimed) => claimed.map(({ runId }) => runId),
      (error: Error) => error.message,
    );
  const claimed = [await claim(), await claim()];
  await zombie.query('ROLLBACK');
  zombie.release();
  claimed.push(await claim());
  const ids = (runs: string | string[] | undefined) => (Array.isArray(runs) ? runs.toSorted() : runs);
  expect(claimed.map(ids)).toEqual([ids([left[1].runId, queued]), [], [left[0].runId]]);
});

it('keeps no approval of others from expiring, no wait from ending, and no run from being made due', async () => {
  const ids = createTestIds();
  const late = { expiresAt: isoFromNow(-60_000) };
  const waitOn = (correlationKey: string) => [
    { id: ids.timeOrdered(), step: 2, correlationKey, until: isoFromNow(-1) },
  ];
  const sleeping = async (key: string) => {
    const run = await anOwnedRun(harness);
    const commit = commitOn(run, {
      approvals: [approvalOf(run, late)],
      openedWaits: waitOn(key),
      exit: parked({ dueAt: isoFromNow(3_600_000) }),
    });
    await harness.store.commit(commit);
    return run.runId;
  };
  const [held, other] = [await sleeping('reply:1'), await sleeping('reply:2')];
  const letGo = await hold(held);
  await harness.store.hasten([held, other]);
  const failed: string[] = [];
  expect(await harness.store.expireApprovals(10, (id) => failed.push(id))).toEqual([other]);
  expect(await harness.store.endWaits(10, (id) => failed.push(id))).toEqual([other]);
  expect(failed).toEqual([]);
  await letGo();
  expect(await harness.store.expireApprovals(10)).toEqual([held]);
  expect(await harness.store.endWaits(10)).toEqual([held]);
});

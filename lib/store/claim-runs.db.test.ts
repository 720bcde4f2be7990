// Holds claims to what is peculiar to one statement that picks, seals and reads: its journals, its chain, and that it finds enough of an uneven backlog.
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstBrokenSeq } from '../domain/journal-row';
import { TEST_LIMITS } from '../ports/testing/journal-builder';
import {
  anOwnedRun,
  aQueuedRun,
  aWorker,
  claimAs,
  commitOn,
  following,
} from '../ports/testing/run-store-scenario';
import { type DatabaseHarness, openHarness, sha256 } from './runs/testing/harness';

let harness: DatabaseHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.close());

it('brings each journal as it is read, sealed like any other', async () => {
  const runs = await Promise.all(['mail', 'mail', 'refunds'].map((agent) => aQueuedRun(harness, agent)));
  const claimed = await harness.store.claimDue(await aWorker(harness), 8);
  expect(claimed.map(({ runId }) => runId).sort()).toEqual(runs.sort());
  for (const { runId, journal } of claimed) {
    expect(journal).toEqual(await harness.store.loadJournal(runId));
    expect(firstBrokenSeq(journal ?? [], sha256)).toBeNull();
  }
});

it('brings what was written since, and leaves a long journal to be read', async () => {
  let run = await anOwnedRun(harness);
  const grow = async (to: number) => {
    while (run.last.seq < to) {
      const commit = commitOn(run);
      await harness.store.commit(commit);
      run = following(run, commit);
    }
    await harness.leases.retire(run.workerId);
  };
  await grow(20);
  const heirId = await aWorker(harness);
  const [short] = await harness.store.claimDue(heirId, 1);
  expect(short?.journal).toHaveLength(21);
  expect(short?.journal).toEqual(await harness.store.loadJournal(run.runId));
  await harness.leases.retire(heirId);
  const again = await claimAs(harness, await aWorker(harness), run.runId);
  if (again === null) throw new Error('its owner is gone');
  run = again;
  await grow(70);
  const [long] = await harness.store.claimDue(await aWorker(harness), 1);
  expect(long).toMatchObject({ runId: run.runId, fence: 4 });
  expect(long?.journal).toBeUndefined();
});

it.each([
  ['no UTF-8', `'\\xff'`],
  ['no JSON', `'{'`],
  ['gone', 'NULL'],
])(
  'claims the others, and a run whose journal is %s without it: whoever reads it is told',
  async (_what, payload) => {
    const [damaged, whole] = [await aQueuedRun(harness), await aQueuedRun(harness)];
    const superuser = new Client({ connectionString: harness.superuserUrl });
    await superuser.connect();
    await superuser.query('SET session_replication_role = replica');
    await superuser.query(`UPDATE checkpoint SET payload = ${payload} WHERE run_id = $1`, [damaged]);
    await superuser.end();
    const claimed = await harness.store.claimDue(await aWorker(harness), 5);
    expect(claimed.map(({ runId }) => runId)).toEqual([damaged, whole]);
    expect(claimed[0]?.journal).toBeUndefined();
    await expect(harness.store.loadTail(damaged)).rejects.toThrow();
    expect(await harness.store.loadTail(whole)).toHaveLength(2);
  },
);

it('finds as many as are asked for where nearly all agents have few', async () => {
  for (let i = 0; i < 10; i++) await aQueuedRun(harness, `small-${i}`);
  for (let i = 0; i < 40; i++) await aQueuedRun(harness, 'big');
  const claimed = await harness.store.claimDue(await aWorker(harness), 30);
  expect(claimed).toHaveLength(30);
});

it('begins the time of a run with its first claim, in its row as in its journal', async () => {
  const runId = await aQueuedRun(harness);
  const deadlineMs = async () => Date.parse((await harness.readRun(runId))?.summary?.deadlineAt ?? '');
  const first = await claimAs(harness, await aWorker(harness), runId);
  const begunMs = Date.parse(first?.last.at ?? '') + TEST_LIMITS.deadlineMs;
  expect(await deadlineMs()).toBe(begunMs);
  await harness.leases.retire(first?.workerId ?? '');
  expect(await claimAs(harness, await aWorker(harness), runId)).toMatchObject({ fence: 2 });
  expect(await deadlineMs()).toBe(begunMs);
});

it('counts lost owners also where a row of the journal can not be read, and keeps no other run from being claimed', async () => {
  let run = await anOwnedRun(harness);
  await harness.asOwner(`INSERT INTO checkpoint (run_id, seq, kind, step, at, format, runtime_version, payload, payload_hash, prev_hash, hash, cost_micro_usd, tokens)
    SELECT run_id, seq + 1, 'result', 1, at, format, runtime_version, convert_to('no JSON', 'UTF8'), payload_hash, hash, repeat('d', 64), 0, 0
    FROM checkpoint WHERE run_id = '${run.runId}' ORDER BY seq DESC LIMIT 1`);
  for (let deaths = 1; deaths <= 3; deaths++) {
    await harness.expireLease(run.workerId);
    const heir = await aWorker(harness);
    const claimed = (await harness.store.claimDue(heir, 5)).find(({ runId }) => runId === run.runId);
    const apart = claimed ?? (await harness.store.claimApart(heir));
    expect(apart).toMatchObject({ runId: run.runId, lost: { owners: deaths } });
    expect(apart?.journal).toBeUndefined();
    run = { ...run, workerId: heir };
  }
  await harness.expireLease(run.workerId);
  const other = await aQueuedRun(harness, 'mail');
  const claimed = await harness.store.claimDue(await aWorker(harness), 5);
  expect(claimed.map(({ runId }) => runId)).toEqual([other]);
});

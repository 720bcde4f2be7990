// Holds the run store to its promises while workers, inputs and lost connections get in each other's way.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstBrokenSeq } from '../domain/journal-row';
import type { RunCommit } from '../ports/run-store';
import { newTestRun, TEST_ACTOR } from '../ports/testing/journal-builder';
import {
  anOwnedRun,
  aQueuedRun,
  aWorker,
  claimAs,
  claimOf,
  commitOn,
  following,
  type OwnedRun,
  parked,
} from '../ports/testing/run-store-scenario';
import { openDatabase } from './database';
import { createRunStore } from './run-store';
import { type DatabaseHarness, openHarness, sha256, systemClock } from './runs/testing/harness';

const times = (n: number) => Array.from({ length: n }, (_, i) => i);
const pause = { type: 'pause', by: TEST_ACTOR, reason: 'wait' } as const;

describe('runs on PostgreSQL', () => {
  let harness: DatabaseHarness;
  beforeEach(async () => {
    harness = await openHarness();
  });
  afterEach(() => harness.close());

  const owned = (n: number) => Promise.all(times(n).map(() => anOwnedRun(harness)));
  const journalIsWhole = async (runId: string) => {
    const rows = await harness.store.loadJournal(runId);
    return rows.length > 0 && firstBrokenSeq(rows, sha256) === null;
  };

  it('write commits that are ready together in few statements', async () => {
    const runs = await owned(50);
    const query = vi.spyOn(harness.db.pool, 'query');
    await Promise.all(runs.map((run) => harness.store.commit(commitOn(run))));
    expect(query.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('fail only the commits that are at fault: a NUL, a CHECK', async () => {
    const runs = await owned(12);
    const commits = runs.map((run, i): RunCommit => {
      const commit = commitOn(run);
      if (i === 3) return { ...commit, effectClaims: [claimOf(run, { tool: 'nul\0' })] };
      if (i === 8) return { ...commit, rows: commit.rows.map((row) => ({ ...row, costMicroUsd: -1 })) };
      return commit;
    });
    const outcomes = await Promise.allSettled(commits.map((commit) => harness.store.commit(commit)));
    expect(outcomes.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([3, 8]);
    expect(outcomes[3]).toMatchObject({ reason: { code: 'store_refused', class: 'fatal' } });
    const lengths = await Promise.all(
      runs.map(async ({ runId }) => (await harness.store.loadJournal(runId)).length),
    );
    expect(lengths).toEqual(times(12).map((i) => (i === 3 || i === 8 ? 2 : 3)));
  });

  it('never put a run to sleep over an input that came at the same time', async () => {
    const runs = await owned(30);
    const other = harness.openAnother().store;
    const outcomes = await Promise.all(
      runs.flatMap((run, i) => [
        (i % 2 === 0 ? harness.store : other).commit(commitOn(run, { exit: parked() })),
        harness.appendInput(run.runId, pause).then(() => null),
      ]),
    );
    const exits = outcomes.filter((outcome) => outcome !== null);
    expect(exits.every((outcome) => outcome?.status === 'committed')).toBe(true);
    const asleep = exits.filter((outcome) => outcome?.status === 'committed' && outcome.exited).length;
    const woken = await harness.store.claimDue(await aWorker(harness), 100);
    expect(woken).toHaveLength(asleep);
  });

  it('are claimed by one of two processes each, and by all of them together', async () => {
    const runIds = await Promise.all(times(60).map((i) => aQueuedRun(harness, `agent-${i % 3}`)));
    const stores = [harness.store, harness.openAnother().store];
    const workers = await Promise.all(stores.map(() => aWorker(harness)));
    const claimed: string[] = [];
    await Promise.all(
      stores.map(async (store, i) => {
        for (;;) {
          const batch = await store.claimDue(workers[i] ?? '', 7);
          claimed.push(...batch.map(({ runId }) => runId));
          if (batch.length === 0 && claimed.length >= runIds.length) return;
        }
      }),
    );
    expect(claimed.toSorted()).toEqual(runIds.toSorted());
    expect(await Promise.all(runIds.map(journalIsWhole))).not.toContain(false);
  });

  it('keep a whole journal while a zombie commits and an heir takes over', async () => {
    const zombies = await owned(10);
    const heirs = harness.openAnother().store;
    for (const { workerId } of zombies) await harness.expireLease(workerId);
    const heirId = await aWorker(harness);
    const untilFenced = async (zombie: OwnedRun): Promise<number> => {
      let run = zombie;
      for (let commits = 0; ; commits += 1) {
        const commit = commitOn(run, commits % 3 === 2 ? { exit: parked({ seenInputSeq: -1 }) } : {});
        if ((await harness.store.commit(commit)).status === 'fenced') return commits;
        run = following(run, commit);
      }
    };
    const takeOver = async () => {
      const taken: string[] = [];
      while (taken.length < zombies.length) {
        taken.push(...(await heirs.claimDue(heirId, 4 * zombies.length)).map(({ runId }) => runId));
      }
      return taken;
    };
    const [taken] = await Promise.all([takeOver(), ...zombies.map(untilFenced)]);
    expect(taken.toSorted()).toEqual(zombies.map(({ runId }) => runId).toSorted());
    expect(await Promise.all(taken.map(journalIsWhole))).not.toContain(false);
  });

  it('commit each step once though connections are cut under them', async () => {
    const runs = await owned(8);
    let cuts = 0;
    let working = true;
    const killer = (async () => {
      const admin = openDatabase({ url: harness.superuserUrl, size: 1, applicationName: 'killer' });
      while (working) {
        const { rows } = await admin.pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'bulkhead' AND datname = current_database() AND state = 'active'`,
        );
        cuts += rows.length;
      }
      await admin.close();
    })();
    const final = await Promise.all(
      runs.map(async (start) => {
        let run = start;
        while (cuts < 6) {
          const commit = commitOn(run);
          for (;;) {
            const outcome = await harness.store
              .commit(commit)
              .catch((error: { code?: string }) => error.code);
            if (outcome === 'store_unavailable') continue; // handed in again: it is taken once
            expect(outcome).toMatchObject({ status: 'committed' });
            break;
          }
          run = following(run, commit);
        }
        return run;
      }),
    );
    working = false;
    await killer;
    for (const run of final) {
      // A connection that was cut while idle may still be in the pool.
      const rows = await vi.waitFor(() => harness.store.loadJournal(run.runId), 30_000);
      expect(rows.at(-1)?.seq).toBe(run.last.seq);
      expect(firstBrokenSeq(rows, sha256)).toBeNull();
    }
  }, 60_000);

  it('say that the database is away, and do not hang', async () => {
    const run = await anOwnedRun(harness);
    const nowhere = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', size: 1 });
    const clock = { ...systemClock, sleep: async () => {} };
    const store = createRunStore({
      pool: nowhere.pool,
      hotPool: nowhere.hotPool,
      clock,
      runtimeVersion: 'test',
    });
    const away = { code: 'store_unavailable', class: 'retryable' };
    await expect(store.commit(commitOn(run))).rejects.toMatchObject(away);
    await expect(store.claimDue('worker', 1)).rejects.toMatchObject(away);
    await expect(store.loadJournal(run.runId)).rejects.toMatchObject(away);
    await nowhere.close();
  });

  it('of an earlier registration do not belong to a worker that registers again', async () => {
    const run = await anOwnedRun(harness);
    await harness.leases.register(run.workerId, 'host', 60_000, 0);
    const heir = await claimAs(harness, await aWorker(harness), run.runId);
    expect(heir?.fence).toBe(run.fence + 1);
  });

  it('refuse a commit with a gap, and one that says nothing', async () => {
    const run = await anOwnedRun(harness);
    const commit = commitOn(run);
    const [row] = commit.rows;
    if (row === undefined) throw new Error('a commit has a row');
    const gap = { ...commit, rows: [row, { ...row, seq: row.seq + 2 }] };
    const malformed = { code: 'commit_malformed', class: 'fatal' };
    await expect(harness.store.commit(gap)).rejects.toMatchObject(malformed);
    await expect(harness.store.commit({ ...commit, rows: [] })).rejects.toMatchObject(malformed);
  });

  it('stand in the partition of their month, or in the default one', async () => {
    const run = await anOwnedRun(harness);
    const partitionOf = async (runId: string) => {
      const { rows } = await harness.db.pool.query<{ partition: string }>(
        'SELECT DISTINCT tableoid::regclass::text AS partition FROM checkpoint WHERE run_id = $1',
        [runId],
      );
      return rows.map(({ partition }) => partition);
    };
    const month = new Date().toISOString();
    expect(await partitionOf(run.runId)).toEqual([`checkpoint_y${month.slice(0, 4)}m${month.slice(5, 7)}`]);
    const early = '01700000-0000-7000-8000-000000000001';
    await harness.store.createRun(newTestRun(early, 'refunds', month));
    expect(await partitionOf(early)).toEqual(['checkpoint_default']);
    // The migration made this month and three more; the app may make more, though it may create no table.
    const made = 'SELECT ensure_journal_partitions(3) AS made';
    expect((await harness.db.pool.query(made)).rows).toEqual([{ made: 0 }]);
    const ahead = 'SELECT ensure_journal_partitions(6) AS made';
    expect((await harness.db.pool.query(ahead)).rows).toEqual([{ made: 3 }]);
    expect((await harness.db.pool.query(ahead)).rows).toEqual([{ made: 0 }]);
    await expect(harness.db.pool.query('CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/);
  });
});

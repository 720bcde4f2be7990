// How every run store reads the end of a journal: from its newest snapshot on, with what that one builds on, and all of it where none can be read.
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../domain/journal-payload';
import type { JournalRow } from '../domain/journal-row';
import { SNAPSHOT_VERSION } from '../domain/snapshot-head';
import type { RunCommit } from './run-store';
import type { RunStoreHarness } from './run-store-harness';
import { sealAfter } from './testing/journal-builder';
import {
  anOwnedRun,
  aWorker,
  claimAs,
  commitOn,
  following,
  isoFromNow,
  type OwnedRun,
} from './testing/run-store-scenario';

const snapshot = (earlier: number[], version = SNAPSHOT_VERSION): JournalEntry => ({
  kind: 'snapshot',
  payload: { type: 'snapshot', version, earlier },
});

/** A row, and a snapshot behind it. */
function commitWith(run: OwnedRun, entry: JournalEntry): RunCommit {
  const commit = commitOn(run);
  return {
    ...commit,
    rows: [...commit.rows, sealAfter(run.runId, commit.rows.at(-1), entry, isoFromNow(0))],
  };
}

export function runSnapshotsConformance(harnessNow: () => RunStoreHarness): void {
  async function taken(run: OwnedRun, ...commits: ((now: OwnedRun) => RunCommit)[]): Promise<OwnedRun> {
    let now = run;
    for (const made of commits) {
      const commit = made(now);
      expect(await harnessNow().store.commit(commit)).toMatchObject({ status: 'committed' });
      now = following(now, commit);
    }
    return now;
  }

  describe('the end of a journal', () => {
    it('is all of it while there is no snapshot, and nothing for a run that is not there', async () => {
      const { store } = harnessNow();
      const { runId } = await taken(await anOwnedRun(harnessNow()), commitOn, commitOn);
      expect(await store.loadTail(runId)).toEqual(await store.loadJournal(runId));
      expect(await store.loadTail('019a0000-0000-7000-8000-000000000001')).toEqual([]);
    });

    it('is the start row, the snapshots that build on each other, and what follows the newest', async () => {
      const { store } = harnessNow();
      const { runId } = await taken(
        await anOwnedRun(harnessNow()), // 1 start, 2 claim
        (run) => commitWith(run, snapshot([])), // 3, 4
        commitOn,
        (run) => commitWith(run, snapshot([4])), // 6, 7
        (run) => commitWith(run, snapshot([4, 7])), // 8, 9
        commitOn,
        commitOn,
      );
      const tail = await store.loadTail(runId);
      expect(seqsOf(tail)).toEqual([1, 4, 7, 9, 10, 11]);
      const whole = await store.loadJournal(runId);
      expect(seqsOf(whole)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      expect(tail).toEqual(whole.filter(({ seq }) => seqsOf(tail).includes(seq)));
    });

    it('leaves out a snapshot on which the newest does not build', async () => {
      const { store } = harnessNow();
      const { runId } = await taken(
        await anOwnedRun(harnessNow()),
        (run) => commitWith(run, snapshot([])),
        (run) => commitWith(run, snapshot([])),
      );
      expect(seqsOf(await store.loadTail(runId))).toEqual([1, 6]);
    });

    it('is all of it where the newest snapshot is of another version', async () => {
      const { store } = harnessNow();
      const { runId } = await taken(
        await anOwnedRun(harnessNow()),
        (run) => commitWith(run, snapshot([])),
        (run) => commitWith(run, snapshot([4], SNAPSHOT_VERSION + 1)),
        commitOn,
      );
      expect(seqsOf(await store.loadTail(runId))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    it('ends with the claim of a new owner, whose fence keeps out a commit with a snapshot as any other', async () => {
      const { store, expireLease } = harnessNow();
      const run = await taken(await anOwnedRun(harnessNow()), (now) => commitWith(now, snapshot([])));
      await expireLease(run.workerId);
      const heir = await claimAs(harnessNow(), await aWorker(harnessNow()), run.runId);
      expect(await store.commit(commitWith(run, snapshot([4])))).toEqual({ status: 'fenced' });
      expect(seqsOf(await store.loadTail(run.runId))).toEqual([1, 4, 5]);
      if (heir === null) throw new Error('a run without an owner can be claimed');
      const again = commitWith(heir, snapshot([4]));
      expect(await store.commit(again)).toMatchObject({ status: 'committed' });
      expect(await store.commit(again)).toMatchObject({ status: 'committed' });
      expect(seqsOf(await store.loadTail(run.runId))).toEqual([1, 4, 7]);
    });
  });
}

const seqsOf = (rows: readonly JournalRow[]) => rows.map(({ seq }) => seq);

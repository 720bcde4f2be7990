// How every run store counts the owners that a run loses, and keeps apart the runs that may have taken them down.
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../domain/journal-payload';
import { firstBrokenSeq } from '../domain/journal-row';
import type { ClaimedRun } from './run-claims';
import type { RunStoreHarness } from './run-store-harness';
import { sealAfter } from './testing/journal-builder';
import {
  anOwnedRun,
  aQueuedRun,
  aWorker,
  claimPayloadOf,
  commitOn,
  following,
  isoFromNow,
  letter,
  type OwnedRun,
  parked,
} from './testing/run-store-scenario';
import { sha256 } from './testing/sha256';

const INTENT: JournalEntry = {
  kind: 'intent',
  payload: { type: 'model', step: 1, attempt: 1, model: 'demo', modelVersion: 1, maxOutputTokens: 100 },
};
const figures = {
  type: 'model',
  step: 1,
  attempt: 1,
  usage: null,
  costMicroUsd: 0,
  reportedModel: null,
  latencyMs: 1,
} as const;
const FAILED: JournalEntry = {
  kind: 'result',
  payload: {
    ...figures,
    outcome: 'error',
    error: { code: 'http_503', message: 'Busy.', class: 'retryable' },
    retryAt: null,
  },
};
const ANSWERED: JournalEntry = {
  kind: 'result',
  payload: {
    ...figures,
    outcome: 'invalid',
    text: null,
    problems: [{ path: '', message: 'No.' }],
    raw: null,
  },
};
const why = () => ({
  code: 'poison_run' as const,
  message: 'It takes workers down.',
  at: isoFromNow(0),
  deadLetter: letter({ step: null, model: null }),
});

export function runLostOwnersConformance(harnessNow: () => RunStoreHarness): void {
  const write = async (run: OwnedRun, entry: JournalEntry): Promise<OwnedRun> => {
    const rows = [sealAfter(run.runId, run.last, entry, isoFromNow(0))];
    const commit = commitOn(run, { rows });
    await harnessNow().store.commit(commit);
    return following(run, commit);
  };
  const owned = async (claimed: ClaimedRun | null, workerId: string): Promise<OwnedRun> => {
    if (claimed === null) throw new Error('the run can be claimed');
    const last = (await harnessNow().store.loadJournal(claimed.runId)).at(-1);
    if (last === undefined) throw new Error('a claimed run has a journal');
    return { ...claimed, workerId, last };
  };
  /** Its worker is lost, and another one takes it, alone where it has to. */
  const lose = async (run: OwnedRun): Promise<OwnedRun> => {
    const { store, expireLease } = harnessNow();
    await expireLease(run.workerId);
    const heir = await aWorker(harnessNow());
    return owned((await store.claimDue(heir, 1))[0] ?? (await store.claimApart(heir)), heir);
  };

  describe('owners that were lost', () => {
    it('are counted in the claim and in its row, and tell whether an attempt had begun', async () => {
      const { store } = harnessNow();
      let run = await anOwnedRun(harnessNow());
      expect(run.lost).toBeUndefined();
      expect(claimPayloadOf(run.last)).not.toHaveProperty('lostOwners');
      const counts = [];
      for (let deaths = 1; deaths <= 4; deaths++) {
        run = await lose(run);
        counts.push(run.lost);
        expect(claimPayloadOf(run.last).lostOwners).toBe(deaths);
      }
      expect(counts).toEqual([
        { owners: 1, beforeAttempt: false },
        { owners: 2, beforeAttempt: false },
        { owners: 3, beforeAttempt: true },
        { owners: 4, beforeAttempt: true },
      ]);
      expect(firstBrokenSeq(await store.loadJournal(run.runId), sha256)).toBeNull();
      run = await lose(await write(run, INTENT));
      expect(run.lost).toEqual({ owners: 5, beforeAttempt: false });
    });

    it('are forgotten with a result, and not with an attempt that came to none', async () => {
      let run = await lose(await lose(await anOwnedRun(harnessNow())));
      run = await lose(await write(await write(run, INTENT), FAILED));
      expect(run.lost?.owners).toBe(3);
      run = await lose(await write(await write(run, INTENT), ANSWERED));
      expect(run.lost?.owners).toBe(1);
    });

    it('are not those that ended their lease in order, nor those that left the run', async () => {
      const { store, leases } = harnessNow();
      let run = await anOwnedRun(harnessNow());
      await leases.retire(run.workerId);
      const heir = await aWorker(harnessNow());
      run = await owned(await store.claimRun(heir, run.runId), heir);
      expect(run.lost).toBeUndefined();
      expect(claimPayloadOf(run.last).lostOwners).toBe(0);
      await store.commit(commitOn(run, { exit: parked({ dueAt: isoFromNow(-1_000) }) }));
      run = await owned(await store.claimRun(heir, run.runId), heir);
      expect(run.lost).toBeUndefined();
    });

    it('are those that gave their lease up, at once', async () => {
      const { store, leases } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      await leases.giveUp(run.workerId);
      expect(await leases.heartbeat(run.workerId, 60_000)).toBe(false);
      const heir = await aWorker(harnessNow());
      expect((await store.claimRun(heir, run.runId))?.lost?.owners).toBe(1);
    });
  });

  describe('a run apart', () => {
    it('is left alone by every other claim, also while it waits, until it has come to a result', async () => {
      const { store, expireLease } = harnessNow();
      let run = await lose(await anOwnedRun(harnessNow()));
      expect(await store.anyApart()).toBe(false);
      await expireLease(run.workerId);
      const heir = await aWorker(harnessNow());
      expect(await store.anyApart()).toBe(true);
      const innocent = await aQueuedRun(harnessNow());
      expect((await store.claimDue(heir, 5)).map(({ runId }) => runId)).toEqual([innocent]);
      expect(await store.claimRun(heir, run.runId)).toBeNull();
      const again = await store.claimApart(heir);
      expect(again).toMatchObject({ runId: run.runId, lost: { owners: 2 } });
      expect(await store.claimApart(heir)).toBeNull();

      run = await owned(again, heir);
      await store.commit(commitOn(run, { exit: parked({ dueAt: isoFromNow(-1_000) }) }));
      expect(await store.claimDue(heir, 5)).toEqual([]);
      run = await owned(await store.claimApart(heir), heir);
      expect(run.lost?.owners).toBe(2);

      run = await write(await write(run, INTENT), ANSWERED);
      await store.commit(commitOn(run, { exit: parked({ dueAt: isoFromNow(-1_000) }) }));
      expect(await store.anyApart()).toBe(false);
      expect((await store.claimDue(heir, 5))[0]?.lost).toBeUndefined();
    });

    it('is claimed one at a time, and by nobody without a lease', async () => {
      const { store, expireLease } = harnessNow();
      const both = [await lose(await anOwnedRun(harnessNow())), await lose(await anOwnedRun(harnessNow()))];
      for (const run of both) await expireLease(run.workerId);
      const heir = await aWorker(harnessNow());
      const first = await store.claimApart(heir);
      const second = await store.claimApart(heir);
      const claimed = [first?.runId, second?.runId].sort();
      expect(claimed).toEqual(both.map(({ runId }) => runId).sort());
      await expireLease(heir);
      expect(await store.claimApart(heir)).toBeNull();
    });

    it('begins anew when it was condemned and is redriven', async () => {
      const { store, redrive } = harnessNow();
      const run = await lose(await lose(await lose(await anOwnedRun(harnessNow()))));
      expect(await store.condemn(run, why())).toBe(true);
      expect(await store.anyApart()).toBe(false);
      await redrive(run.runId);
      const heir = await aWorker(harnessNow());
      expect((await store.claimDue(heir, 5))[0]?.lost).toBeUndefined();
    });
  });
}

// How every run store keeps what failed for good, and lets one person send it on.
import { describe, expect, it } from 'vitest';
import type { RunStoreHarness } from './run-store-harness';
import {
  anOwnedRun,
  aWorker,
  claimAs,
  claimPayloadOf,
  commitOn,
  failing,
  letter,
  parked,
} from './testing/run-store-scenario';

export function runRedriveConformance(harnessNow: () => RunStoreHarness): void {
  describe('dead letters', () => {
    it('are written by the commit that ends a run as failed, once', async () => {
      const { store, readDeadLetters } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      const left = letter({ step: 3, tool: 'payments.refund', model: null });
      const commit = failing(run, { deadLetter: left });
      await store.commit(commit);
      await store.commit(commit);
      expect(await readDeadLetters(run.runId)).toEqual([
        expect.objectContaining({ ...left, code: 'model_failed', message: 'It is away.', state: 'open' }),
      ]);
    });

    it('are not written by a worker that lost the run', async () => {
      const { store, readDeadLetters, expireLease, readRun } = harnessNow();
      const old = await anOwnedRun(harnessNow());
      await expireLease(old.workerId);
      await claimAs(harnessNow(), await aWorker(harnessNow()), old.runId);
      expect(await store.commit(failing(old))).toEqual({ status: 'fenced' });
      expect(await readDeadLetters(old.runId)).toEqual([]);
      expect((await readRun(old.runId))?.status).toBe('running');
    });

    it('let the same run be claimed again, with the redrive as its next input', async () => {
      const { store, redrive, readRun, readDeadLetters } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      await store.commit(failing(run));
      expect(await redrive(run.runId)).toBe(1);
      expect(await readRun(run.runId)).toMatchObject({ status: 'queued', error: null, finishedAt: null });
      expect(await readDeadLetters(run.runId)).toMatchObject([{ state: 'redriven' }]);
      const again = await claimAs(harnessNow(), await aWorker(harnessNow()), run.runId);
      expect(again).toMatchObject({ fence: run.fence + 1 });
      expect(again && claimPayloadOf(again.last).fence).toBe(run.fence + 1);
      expect(await store.loadJournal(run.runId)).toHaveLength(4); // start, claim, end, claim
      expect(await store.readInputs(run.runId, 0)).toMatchObject([{ input: { type: 'redrive' } }]);
    });

    it('are redriven once, by one of two at once, and only where the run failed', async () => {
      const { store, redrive } = harnessNow();
      const failed = await anOwnedRun(harnessNow());
      await store.commit(failing(failed));
      const both = await Promise.all([redrive(failed.runId), redrive(failed.runId)]);
      expect(both.toSorted()).toEqual([1, null]);
      const waiting = await anOwnedRun(harnessNow());
      await store.commit(commitOn(waiting, { exit: parked() }));
      expect(await redrive(waiting.runId)).toBeNull();
      const running = await anOwnedRun(harnessNow());
      expect(await redrive(running.runId)).toBeNull();
    });

    it('follow each other when a run fails again', async () => {
      const { store, redrive, readDeadLetters } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      await store.commit(failing(run));
      await redrive(run.runId);
      const again = await claimAs(harnessNow(), await aWorker(harnessNow()), run.runId);
      if (again === null) throw new Error('a redriven run can be claimed');
      await store.commit(failing(again));
      expect((await readDeadLetters(run.runId)).map(({ state }) => state)).toEqual(['redriven', 'open']);
      expect(await redrive(run.runId)).toBe(2);
    });
  });
}

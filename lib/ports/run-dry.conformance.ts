// How every run store keeps dry runs apart: they begin with the rows of another run, and are claimed by nobody who drives runs of the business.
import { describe, expect, it } from 'vitest';
import { dryRunId } from '../domain/fork';
import type { RunStoreHarness } from './run-store-harness';
import { newTestRun, sealAfter, TEST_ACTOR } from './testing/journal-builder';
import { anOwnedRun, aQueuedRun, aWorker, isoFromNow } from './testing/run-store-scenario';
import { createTestIds } from './testing/test-ids';

const ids = createTestIds();

async function aDryRun(harness: RunStoreHarness, agent = 'refunds', agoMs = 1_000): Promise<string> {
  const { runId: from } = await anOwnedRun(harness, agent);
  const runId = dryRunId(ids.timeOrdered());
  const run = newTestRun(runId, agent, isoFromNow(-agoMs));
  const deadlineAt = isoFromNow(3_600_000);
  const entry = { kind: 'fact', payload: { type: 'forked', deadlineAt } } as const;
  const more = [sealAfter(runId, run.startRow, entry, isoFromNow(0))];
  expect(await harness.store.createRun({ ...run, fork: { from, seq: 1 }, more })).toBe(true);
  return runId;
}

export function runDryConformance(harnessNow: () => RunStoreHarness): void {
  describe('a dry run', () => {
    it('is created with all its rows, and only once', async () => {
      const { store } = harnessNow();
      const runId = await aDryRun(harnessNow());
      const rows = await store.loadJournal(runId);
      expect(rows.map(({ kind, seq }) => [kind, seq])).toEqual([
        ['input', 1],
        ['fact', 2],
      ]);
      const again = newTestRun(runId, 'refunds', isoFromNow(0));
      expect(await store.createRun({ ...again, fork: { from: runId, seq: 1 } })).toBe(false);
    });

    it('is claimed by the claim of dry runs and by no other', async () => {
      const { store } = harnessNow();
      const runId = await aDryRun(harnessNow());
      const worker = await aWorker(harnessNow());
      expect(await store.claimDue(worker, 5)).toEqual([]);
      expect(await store.claimRun(worker, runId, 8)).toBeNull();
      await harnessNow().appendInput(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'Enough.' });
      expect(await store.claimCancelled(worker, 5)).toEqual([]);
      expect(await store.claimApart(worker)).toBeNull();
      expect(await store.claimDry(worker, 5)).toMatchObject([{ runId, fence: 1 }]);
      expect(await store.claimDry(worker, 5)).toEqual([]);
      expect(await store.ownedRuns(worker)).toMatchObject([{ runId }]);
    });

    it('takes no place of its agent, and no run of the business is claimed as dry', async () => {
      const { store } = harnessNow();
      const runId = await aDryRun(harnessNow(), 'limited');
      const other = await aQueuedRun(harnessNow(), 'limited');
      await harnessNow().limitAgent('limited', 2);
      const worker = await aWorker(harnessNow());
      expect(await store.claimDry(worker, 5, other)).toEqual([]);
      expect(await store.claimDry(worker, 5, runId)).toMatchObject([{ runId }]);
      expect((await store.claimDue(worker, 5)).map((run) => run.runId)).toEqual([other]);
    });

    it('goes to the next owner when its owner is gone', async () => {
      const { store } = harnessNow();
      const runId = await aDryRun(harnessNow());
      const [gone, next] = [await aWorker(harnessNow()), await aWorker(harnessNow())];
      await store.claimDry(gone, 1);
      expect(await store.claimDry(next, 1)).toEqual([]);
      await harnessNow().expireLease(gone);
      expect(await store.claimDry(gone, 1)).toEqual([]);
      expect(await store.claimDue(next, 5)).not.toMatchObject([{ runId }]);
      expect(await store.claimDry(next, 1)).toMatchObject([{ runId, fence: 2, lost: { owners: 1 } }]);
    });
  });
}

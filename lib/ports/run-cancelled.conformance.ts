// How every run store lets cancelled runs end: without a place, so that neither a full agent nor a full worker keeps them waiting.
import { describe, expect, it } from 'vitest';
import type { RunStoreHarness } from './run-store-harness';
import { TEST_ACTOR } from './testing/journal-builder';
import {
  anOwnedRun,
  aQueuedRun,
  aWorker,
  claimAs,
  commitOn,
  ended,
  parked,
} from './testing/run-store-scenario';

const CANCEL = { type: 'cancel', by: TEST_ACTOR, reason: 'Not needed.' } as const;
const PAUSE = { type: 'pause', by: TEST_ACTOR, reason: 'Wait.' } as const;

export function runCancelledConformance(harnessNow: () => RunStoreHarness): void {
  describe('a cancelled run that nobody has', () => {
    it('is claimed although its agent is full, and takes no place of it', async () => {
      const { store } = harnessNow();
      const worker = await aWorker(harnessNow());
      const [first, cancelled, next] = [
        await aQueuedRun(harnessNow(), 'limited', 3_000),
        await aQueuedRun(harnessNow(), 'limited', 2_000),
        await aQueuedRun(harnessNow(), 'limited', 1_000),
      ];
      await harnessNow().limitAgent('limited', 1);
      const running = await claimAs(harnessNow(), worker, first);
      if (running === null) throw new Error('one may run');
      expect(await store.claimCancelled(worker, 5)).toEqual([]);
      await harnessNow().appendInput(cancelled, CANCEL);
      expect(await store.claimDue(worker, 5)).toEqual([]);
      expect(await store.claimCancelled(worker, 5)).toMatchObject([{ runId: cancelled, fence: 1 }]);
      expect(await store.claimCancelled(worker, 5)).toEqual([]);
      expect((await store.loadJournal(cancelled)).map(({ kind }) => kind)).toEqual(['input', 'claim']);
      await store.commit(commitOn(running, { exit: parked() }));
      expect((await store.claimDue(worker, 5)).map(({ runId }) => runId)).toEqual([next]);
    });

    it('is claimed by name where there is no place for it', async () => {
      const { store } = harnessNow();
      const worker = await aWorker(harnessNow());
      const [first, cancelled] = [
        await aQueuedRun(harnessNow(), 'limited'),
        await aQueuedRun(harnessNow(), 'limited'),
      ];
      await harnessNow().limitAgent('limited', 1);
      expect(await store.claimRun(worker, first, 8)).not.toBeNull();
      expect(await store.claimRun(worker, cancelled, 0)).toBeNull();
      await harnessNow().appendInput(cancelled, CANCEL);
      expect(await store.claimRun(worker, cancelled, 0)).toMatchObject({ runId: cancelled });
    });

    it('is told from one that was told something else, that is owned, or that has ended', async () => {
      const { store } = harnessNow();
      const worker = await aWorker(harnessNow());
      const [paused, parkedOne, over] = [
        await aQueuedRun(harnessNow()),
        await anOwnedRun(harnessNow()),
        await anOwnedRun(harnessNow()),
      ];
      const owned = await anOwnedRun(harnessNow());
      await harnessNow().appendInput(paused, PAUSE);
      await harnessNow().appendInput(owned.runId, CANCEL);
      await harnessNow().appendInput(over.runId, CANCEL);
      await store.commit(ended(over));
      // It heard the cancel before it parked.
      const seenInputSeq = await harnessNow().appendInput(parkedOne.runId, CANCEL);
      await store.commit(commitOn(parkedOne, { exit: parked({ seenInputSeq }) }));
      expect(await store.claimCancelled(worker, 5)).toEqual([]);
    });

    it('goes to one of many who ask, as many as they ask for, and to nobody without a lease', async () => {
      const { store } = harnessNow();
      const runs = await Promise.all(Array.from({ length: 5 }, () => aQueuedRun(harnessNow())));
      for (const runId of runs) await harnessNow().appendInput(runId, CANCEL);
      const [one, other, gone] = await Promise.all([1, 2, 3].map(() => aWorker(harnessNow())));
      await harnessNow().expireLease(gone ?? '');
      expect(await store.claimCancelled(gone ?? '', 5)).toEqual([]);
      expect(await store.claimCancelled(one ?? '', 2)).toHaveLength(2);
      const claimed = await Promise.all([one, other].map((worker) => store.claimCancelled(worker ?? '', 5)));
      expect(claimed.flat()).toHaveLength(3);
    });
  });
}

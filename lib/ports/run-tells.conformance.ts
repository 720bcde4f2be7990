// How every run store tells a run what no person said: once under a key, to a run that sleeps, is owned or has ended.
import { describe, expect, it } from 'vitest';
import type { RunStoreHarness } from './run-store-harness';
import {
  anOwnedRun,
  aWorker,
  claimAs,
  commitOn,
  failing,
  isoFromNow,
  parked,
} from './testing/run-store-scenario';

const late = (attempt: number) =>
  ({
    type: 'late_answer',
    step: 2,
    attempt,
    answeredAt: isoFromNow(0),
    outcome: 'succeeded',
    value: { text: 'a\0b' },
    tainted: true,
    privateData: false,
    error: null,
  }) as const;

export function runTellsConformance(harnessNow: () => RunStoreHarness): void {
  describe('telling a run', () => {
    it('reaches it once under a key, to the letter', async () => {
      const { store } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      const first = late(1);
      expect(await store.tellRun(run.runId, first, 'late:2:1')).toBe(true);
      expect(await store.tellRun(run.runId, first, 'late:2:1')).toBe(false);
      expect(await store.tellRun(run.runId, late(2), 'late:2:2')).toBe(true);
      expect(await store.readInputs(run.runId, 0)).toMatchObject([
        { inputSeq: 1, input: first },
        { inputSeq: 2, input: { attempt: 2 } },
      ]);
    });

    it('keeps its owner from parking over it, and wakes one that sleeps', async () => {
      const { store } = harnessNow();
      const [owned, asleep] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      await store.commit(commitOn(asleep, { exit: parked() }));
      await store.tellRun(owned.runId, late(1), 'late:2:1');
      await store.tellRun(asleep.runId, late(1), 'late:2:1');
      expect(await store.commit(commitOn(owned, { exit: parked() }))).toMatchObject({ exited: false });
      expect(await claimAs(harnessNow(), await aWorker(harnessNow()), asleep.runId)).not.toBeNull();
    });

    it('is kept by one that has ended, which stays ended, and stands before its redrive', async () => {
      const { store, readRun, redrive } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      await store.commit(failing(run));
      expect(await store.tellRun(run.runId, late(1), 'late:2:1')).toBe(true);
      expect(await store.tellRun(run.runId, late(1), 'late:2:1')).toBe(false);
      expect((await readRun(run.runId))?.status).toBe('failed');
      expect(await store.claimDue(await aWorker(harnessNow()), 10)).toEqual([]);
      expect(await redrive(run.runId)).toBe(2);
      const inputs = await store.readInputs(run.runId, 0);
      expect(inputs.map(({ input }) => input.type)).toEqual(['late_answer', 'redrive']);
    });

    it('finds no run that is not there', async () => {
      const unknown = '019a0000-0000-7000-8000-000000000001';
      expect(await harnessNow().store.tellRun(unknown, late(1), 'late:2:1')).toBe(false);
    });
  });
}

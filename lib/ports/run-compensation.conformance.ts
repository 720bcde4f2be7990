// How every run store lets an end start the run that undoes, and how the ledger keeps what was undone from being done again.
import { describe, expect, it } from 'vitest';
import { undoKeyOf } from '../domain/effect';
import type { RunStoreHarness } from './run-store-harness';
import { newTestRun } from './testing/journal-builder';
import {
  anOwnedRun,
  aWorker,
  claimAs,
  claimOf,
  commitOn,
  failing,
  following,
  isoFromNow,
  type OwnedRun,
} from './testing/run-store-scenario';
import { sha256 } from './testing/sha256';
import { createTestIds } from './testing/test-ids';

const ids = createTestIds();
const LOST = { code: 'timeout', message: 'No answer in time.', class: 'unknown' } as const;

export function runCompensationConformance(harnessNow: () => RunStoreHarness): void {
  const undoing = (of: string) => {
    const run = newTestRun(ids.timeOrdered(), 'refunds', isoFromNow(0));
    return { ...run, trigger: { kind: 'compensation', by: 'Bulkhead', of } as const };
  };

  describe('an end that starts a run', () => {
    it('makes it once, to be claimed at once', async () => {
      const { store, readRun } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      const compensation = undoing(run.runId);
      const commit = failing(run, { compensation });
      await store.commit(commit);
      await store.commit(commit);
      expect(await readRun(run.runId)).toMatchObject({ status: 'failed' });
      expect(await readRun(compensation.runId)).toMatchObject({ status: 'queued' });
      expect(await store.loadJournal(compensation.runId)).toHaveLength(1);
      expect(await claimAs(harnessNow(), await aWorker(harnessNow()), compensation.runId)).not.toBeNull();
    });

    it('makes none where the worker had lost the run', async () => {
      const { store, readRun, expireLease } = harnessNow();
      const old = await anOwnedRun(harnessNow());
      await expireLease(old.workerId);
      await claimAs(harnessNow(), await aWorker(harnessNow()), old.runId);
      const compensation = undoing(old.runId);
      expect(await store.commit(failing(old, { compensation }))).toEqual({ status: 'fenced' });
      expect(await readRun(compensation.runId)).toBeNull();
    });

    it('is written beside the commits of others', async () => {
      const { store, readRun } = harnessNow();
      const runs = await Promise.all([1, 2, 3].map(() => anOwnedRun(harnessNow())));
      const ends = runs.map((run, i) => ({ run, compensation: i === 1 ? undoing(run.runId) : null }));
      const outcomes = await Promise.all(
        ends.map(({ run, compensation }) => store.commit(failing(run, { compensation }))),
      );
      expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'committed', 'committed']);
      const made = ends.flatMap(({ compensation }) => (compensation === null ? [] : [compensation.runId]));
      expect(await readRun(made[0] ?? '')).toMatchObject({ status: 'queued' });
    });
  });

  describe('an effect that is undone', () => {
    const said = async (run: OwnedRun, over: Parameters<typeof claimOf>[1]) => {
      const commit = commitOn(run, { effectClaims: [claimOf(run, over)] });
      const outcome = await harnessNow().store.commit(commit);
      if (outcome.status !== 'committed') throw new Error('the run is owned');
      return { run: following(run, commit), said: outcome.claims[0] };
    };
    const settle = async (
      run: OwnedRun,
      id: { scope: string; key: string },
      how: 'succeeded' | 'unknown' | 'failed_final',
    ) => {
      const own = { ...id, runId: run.runId, step: 2, fence: run.fence };
      const done = { ...own, status: 'succeeded', response: {}, tainted: false, privateData: false } as const;
      const open = { ...own, status: how === 'succeeded' ? 'unknown' : how, error: LOST } as const;
      const commit = commitOn(run, { effectCompletions: [how === 'succeeded' ? done : open] });
      await harnessNow().store.commit(commit);
      return following(run, commit);
    };
    const undoOf = ({ scope, key }: { scope: string; key: string }) => ({
      scope: 'run',
      key: undoKeyOf({ scope, key }, sha256),
      tool: 'payments.cancel',
    });

    it.each([
      { name: 'a short key', key: 'refund:A-1', how: 'succeeded' },
      { name: 'a key that is hashed for its length', key: `refund:${'x'.repeat(240)}`, how: 'succeeded' },
      { name: 'an outcome that nobody knows', key: 'refund:A-2', how: 'unknown' },
    ] as const)('is not done again: $name', async ({ key, how }) => {
      const id = { scope: 'tool:payments.refund', key };
      const owner = await said(await anOwnedRun(harnessNow()), id);
      await settle(owner.run, id, how);
      const other = await anOwnedRun(harnessNow());
      const first = await said(other, id);
      expect(first.said?.status).toBe(how === 'succeeded' ? 'replay' : 'unknown');
      const undo = await said(await anOwnedRun(harnessNow()), undoOf(id));
      expect(undo.said).toMatchObject({ status: 'claimed' });
      const undone = { status: 'undone', ownerRunId: undo.run.runId, ownerStep: 2 };
      expect((await said(first.run, id)).said).toEqual(undone);
      // An undo that certainly did not happen leaves the effect as it was.
      await settle(undo.run, undoOf(id), 'failed_final');
      expect((await said(await anOwnedRun(harnessNow()), id)).said?.status).toBe(first.said?.status);
    });
  });
}

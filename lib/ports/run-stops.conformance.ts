// How every run store keeps what is stopped from being claimed, and gives it out again by itself.
import { describe, expect, it } from 'vitest';
import type { Waiting } from '../domain/run';
import { standingStop } from '../domain/stop';
import type { RunStoreHarness } from './run-store-harness';
import { TEST_ACTOR } from './testing/journal-builder';
import {
  anOwnedRun,
  aQueuedRun,
  aWorker,
  claimAs,
  commitOn,
  following,
  isoFromNow,
  parked,
} from './testing/run-store-scenario';

const pause = { type: 'pause', by: TEST_ACTOR, reason: 'wait' } as const;
const HALTED: Waiting = { reason: 'halt', items: [{ kind: 'halt', id: '1' }] };

export function runStopsConformance(harnessNow: () => RunStoreHarness): void {
  describe('stops', () => {
    const dueAt = async () =>
      (await harnessNow().store.claimDue(await aWorker(harnessNow()), 10)).map((run) => run.runId);

    it('are read with their epoch, and only when something changed', async () => {
      const { stops, setStop, liftStop } = harnessNow();
      const before = await stops.readStops(null);
      expect(before?.stops).toEqual([]);
      const known = before?.epoch ?? -1;
      expect(await stops.readStops(known)).toBeNull();
      await setStop('global');
      await setStop('agent:refunds');
      const both = await stops.readStops(known);
      expect(both?.epoch).toBe(known + 2);
      expect(both && standingStop(both, 'other')).toMatchObject({ scope: 'global', epoch: known + 1 });
      await liftStop('global');
      const one = await stops.readStops(known + 2);
      expect(one?.epoch).toBe(known + 3);
      expect(one && standingStop(one, 'other')).toBeNull();
      expect(one && standingStop(one, 'refunds')?.epoch).toBe(known + 2);
      expect(one?.stops.find((stop) => stop.scope === 'global')?.liftedAt).not.toBeNull();
    });

    it('keep due runs from being claimed until they are lifted', async () => {
      const { store, setStop, liftStop } = harnessNow();
      const queued = await aQueuedRun(harnessNow());
      const owned = await anOwnedRun(harnessNow());
      await store.commit(
        commitOn(owned, { rows: [], exit: parked({ dueAt: isoFromNow(-10), waiting: HALTED }) }),
      );
      await setStop('global');
      expect(await dueAt()).toEqual([]);
      expect(await store.claimRun(await aWorker(harnessNow()), queued)).toBeNull();
      await liftStop('global');
      expect((await dueAt()).toSorted()).toEqual([queued, owned.runId].toSorted());
    });

    it('hold the runs of one agent alone', async () => {
      const { setStop } = harnessNow();
      await aQueuedRun(harnessNow(), 'refunds');
      const other = await aQueuedRun(harnessNow(), 'triage');
      await setStop('agent:refunds');
      expect(await dueAt()).toEqual([other]);
    });

    it('let a run through that was told something, once', async () => {
      const { store, setStop, appendInput } = harnessNow();
      const runId = await aQueuedRun(harnessNow());
      await setStop('global');
      const inputSeq = await appendInput(runId, pause);
      const worker = await aWorker(harnessNow());
      const run = await claimAs(harnessNow(), worker, runId);
      if (run === null) throw new Error('a run that was told something is claimed');
      const exit = parked({ dueAt: isoFromNow(-10), seenInputSeq: inputSeq, waiting: HALTED });
      const commit = commitOn(run, { exit });
      expect(await store.commit(commit)).toMatchObject({ exited: true });
      expect(await dueAt()).toEqual([]);
      await appendInput(runId, pause);
      expect(await dueAt()).toEqual([runId]);
    });

    it('let a run through whose owner is gone', async () => {
      const { store, setStop, expireLease } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      const commit = commitOn(run);
      await store.commit(commit);
      await setStop('agent:refunds');
      expect(await dueAt()).toEqual([]);
      await expireLease(run.workerId);
      expect(await dueAt()).toEqual([run.runId]);
      expect(await store.commit(commitOn(following(run, commit)))).toEqual({ status: 'fenced' });
    });
  });
}

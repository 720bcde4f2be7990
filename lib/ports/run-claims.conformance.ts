// How every run store creates runs and hands them out: once, oldest first, fair among agents, never past a living owner.
import { describe, expect, it } from 'vitest';
import { firstBrokenSeq } from '../domain/journal-row';
import type { RunStoreHarness } from './run-store-harness';
import { newTestRun } from './testing/journal-builder';
import {
  anOwnedRun,
  aQueuedRun,
  aWorker,
  claimAs,
  claimPayloadOf,
  commitOn,
  isoFromNow,
  parked,
} from './testing/run-store-scenario';
import { sha256 } from './testing/sha256';

const byRunId = (a: { runId: string }, b: { runId: string }) => (a.runId < b.runId ? -1 : 1);

export function runClaimsConformance(harnessNow: () => RunStoreHarness): void {
  describe('creating', () => {
    it('creates a run once, queued, with its start row', async () => {
      const runId = await aQueuedRun(harnessNow());
      expect(
        await harnessNow().store.createRun(newTestRun(runId, 'refunds', isoFromNow(0), { other: 1 })),
      ).toBe(false);
      const rows = await harnessNow().store.loadJournal(runId);
      expect(rows).toHaveLength(1);
      expect(rows[0]?.payload).toContain('"type":"start"');
      expect(rows[0]?.payload).not.toContain('other');
      expect((await harnessNow().readRun(runId))?.status).toBe('queued');
    });
  });

  describe('claiming', () => {
    it('appends a chained claim row with a higher fence and owns the run alone', async () => {
      const runId = await aQueuedRun(harnessNow());
      const [first, second] = await Promise.all([aWorker(harnessNow()), aWorker(harnessNow())]);
      const claims = await Promise.all([first, second].map((w) => harnessNow().store.claimRun(w, runId)));
      const owners = claims.filter((claim) => claim !== null);
      expect(owners).toHaveLength(1);
      const rows = await harnessNow().store.loadJournal(runId);
      expect(rows.map((row) => row.kind)).toEqual(['input', 'claim']);
      expect(firstBrokenSeq(rows, sha256)).toBeNull();
      const claim = rows[1];
      expect(claim && claimPayloadOf(claim).fence).toBe(owners[0]?.fence);
      expect((await harnessNow().readRun(runId))?.status).toBe('running');
    });

    it('takes the oldest due first', async () => {
      const younger = await aQueuedRun(harnessNow(), 'refunds', 1_000);
      const older = await aQueuedRun(harnessNow(), 'refunds', 90_000);
      const claimed = await harnessNow().store.claimDue(await aWorker(harnessNow()), 1);
      expect(claimed.map((run) => run.runId)).toEqual([older]);
      expect((await harnessNow().readRun(younger))?.status).toBe('queued');
    });

    it('is fair among agents: a crowd of one agent does not keep another waiting', async () => {
      for (let i = 0; i < 5; i++) await aQueuedRun(harnessNow(), 'busy', 60_000 + i * 1_000);
      const lonely = await aQueuedRun(harnessNow(), 'lonely', 1_000);
      const claimed = await harnessNow().store.claimDue(await aWorker(harnessNow()), 2);
      expect(claimed).toHaveLength(2);
      expect(claimed.map((run) => run.runId)).toContain(lonely);
    });

    it('hands each run to one of many workers that ask at once', async () => {
      const runs = await Promise.all(Array.from({ length: 12 }, () => aQueuedRun(harnessNow())));
      const workers = await Promise.all(Array.from({ length: 4 }, () => aWorker(harnessNow())));
      const claimed = (await Promise.all(workers.map((w) => harnessNow().store.claimDue(w, 5)))).flat();
      const left = await harnessNow().store.claimDue(workers[0] ?? '', 12);
      const all = [...claimed, ...left].map((run) => run.runId);
      expect(new Set(all).size).toBe(all.length);
      expect(all.sort()).toEqual([...runs].sort());
    });

    it('leaves a run alone while its owner lives, and takes it when the lease has run out', async () => {
      const run = await anOwnedRun(harnessNow());
      const other = await aWorker(harnessNow());
      expect(await harnessNow().store.claimRun(other, run.runId)).toBeNull();
      expect(await harnessNow().store.claimDue(other, 10)).toEqual([]);
      await harnessNow().expireLease(run.workerId);
      const [taken] = await harnessNow().store.claimDue(other, 10);
      expect(taken?.runId).toBe(run.runId);
      expect(taken?.fence).toBeGreaterThan(run.fence);
      expect(await harnessNow().leases.heartbeat(run.workerId, 60_000)).toBe(false);
    });

    it('writes its own time into the claim row, which the worker can ask for', async () => {
      const { leases } = harnessNow();
      const before = await leases.now();
      const run = await anOwnedRun(harnessNow());
      const at = Date.parse(run.last.at);
      expect(at).toBeGreaterThanOrEqual(Math.floor(before));
      expect(at).toBeLessThanOrEqual(await leases.now());
    });

    it('takes the runs of a retired worker at once', async () => {
      const run = await anOwnedRun(harnessNow());
      expect(await harnessNow().leases.heartbeat(run.workerId, 60_000)).toBe(true);
      await harnessNow().leases.retire(run.workerId);
      expect(
        (await harnessNow().store.claimDue(await aWorker(harnessNow()), 10)).map((r) => r.runId),
      ).toEqual([run.runId]);
    });

    it('says which runs a worker owns: by claims under its lease that it did not leave', async () => {
      const { store, leases } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      await anOwnedRun(harnessNow());
      await aQueuedRun(harnessNow());
      const left = await claimAs(harnessNow(), run.workerId, await aQueuedRun(harnessNow()));
      if (left === null) throw new Error('a queued run can be claimed');
      const both = [run, left].map(({ runId, fence }) => ({ runId, fence }));
      expect((await store.ownedRuns(run.workerId)).toSorted(byRunId)).toEqual(both.toSorted(byRunId));
      await store.commit(commitOn(left, { exit: parked() }));
      expect(await store.ownedRuns(run.workerId)).toEqual([{ runId: run.runId, fence: run.fence }]);
      await leases.retire(run.workerId);
      expect(await store.ownedRuns(run.workerId)).toEqual([]);
    });

    it('claims nothing for a worker without a lease', async () => {
      const runId = await aQueuedRun(harnessNow());
      const worker = await aWorker(harnessNow());
      await harnessNow().expireLease(worker);
      expect(await harnessNow().store.claimRun(worker, runId)).toBeNull();
      expect(await harnessNow().store.claimDue(worker, 10)).toEqual([]);
    });
  });
}

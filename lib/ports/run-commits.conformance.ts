// How every run store takes commits: whole or not at all, in order, and never from a worker that lost the run.
import { describe, expect, it } from 'vitest';
import { firstBrokenSeq } from '../domain/journal-row';
import type { RunStoreHarness } from './run-store-harness';
import { sealAfter, TEST_ACTOR, testSummary } from './testing/journal-builder';
import {
  anOwnedRun,
  approvalOf,
  aWorker,
  claimAs,
  claimOf,
  commitOn,
  following,
  isoFromNow,
  parked,
} from './testing/run-store-scenario';
import { sha256 } from './testing/sha256';

const pause = { type: 'pause', by: TEST_ACTOR, reason: 'wait' } as const;

function sameId(approval: ReturnType<typeof approvalOf>): ReturnType<typeof approvalOf> {
  return { ...approval, request: { ...approval.request, id: '01890000-0000-7000-8000-000000000001' } };
}

export function runCommitsConformance(harnessNow: () => RunStoreHarness): void {
  describe('committing', () => {
    it('keeps rows in order and whole', async () => {
      const run = await anOwnedRun(harnessNow());
      const first = commitOn(run);
      expect(await harnessNow().store.commit(first)).toEqual({
        status: 'committed',
        claims: [],
        exited: false,
      });
      const second = commitOn(following(run, first));
      await harnessNow().store.commit(second);
      const rows = await harnessNow().store.loadJournal(run.runId);
      expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4]);
      expect(rows[3]).toEqual(second.rows[0]);
      expect(firstBrokenSeq(rows, sha256)).toBeNull();
    });

    it('takes the same commit twice as one', async () => {
      const run = await anOwnedRun(harnessNow());
      const commit = commitOn(run, { exit: parked() });
      expect(await harnessNow().store.commit(commit)).toMatchObject({ status: 'committed', exited: true });
      expect(await harnessNow().store.commit(commit)).toMatchObject({ status: 'committed', exited: true });
      expect(await harnessNow().store.loadJournal(run.runId)).toHaveLength(3);
    });

    it('takes a commit that asks a person twice as one, and asks once', async () => {
      const run = await anOwnedRun(harnessNow());
      const commit = commitOn(run, { approvals: [approvalOf(run)], exit: parked() });
      for (let handedIn = 0; handedIn < 2; handedIn++)
        expect(await harnessNow().store.commit(commit)).toMatchObject({ status: 'committed', exited: true });
      expect(await harnessNow().store.loadJournal(run.runId)).toHaveLength(3);
    });

    it('answers the claims of a commit that was taken before: the effect is its own', async () => {
      const run = await anOwnedRun(harnessNow());
      const [mine, theirs] = [claimOf(run), claimOf(run, { step: 3 })];
      const commit = commitOn(run, { effectClaims: [mine, theirs] });
      for (let handedIn = 0; handedIn < 2; handedIn++) {
        expect(await harnessNow().store.commit(commit)).toMatchObject({
          claims: [{ status: 'claimed' }, { status: 'in_flight', ownerStep: 2 }],
        });
      }
    });

    it('refuses a worker that lost the run, whole: no row, no effect, no approval, no exit', async () => {
      const zombie = await anOwnedRun(harnessNow());
      await harnessNow().expireLease(zombie.workerId);
      const heir = await claimAs(harnessNow(), await aWorker(harnessNow()), zombie.runId);
      const approval = approvalOf(zombie);
      const claim = { scope: 'run', key: `${zombie.runId}:2` };
      const outcome = await harnessNow().store.commit(
        commitOn(zombie, {
          approvals: [approval],
          effectClaims: [
            {
              ...claim,
              runId: zombie.runId,
              step: 2,
              attempt: 1,
              fence: zombie.fence,
              argumentHash: 'a'.repeat(64),
              tool: 't',
            },
          ],
          exit: parked(),
        }),
      );
      expect(outcome).toEqual({ status: 'fenced' });
      expect(await harnessNow().readApprovalStatus(approval.request.id)).toBeNull();
      expect(await harnessNow().readEffect(claim)).toBeNull();
      expect((await harnessNow().readRun(zombie.runId))?.status).toBe('running');
      expect(heir && (await harnessNow().store.commit(commitOn(heir)))).toMatchObject({
        status: 'committed',
      });
    });

    it('refuses a zombie that commits no rows', async () => {
      const zombie = await anOwnedRun(harnessNow());
      await harnessNow().expireLease(zombie.workerId);
      await claimAs(harnessNow(), await aWorker(harnessNow()), zombie.runId);
      const exits = [parked(), { kind: 'release', summary: testSummary(isoFromNow(0)) } as const];
      for (const exit of exits) {
        expect(await harnessNow().store.commit(commitOn(zombie, { rows: [], exit }))).toEqual({
          status: 'fenced',
        });
      }
      expect((await harnessNow().readRun(zombie.runId))?.status).toBe('running');
    });

    it('does not let one run’s bad commit fail its neighbours', async () => {
      const runs = await Promise.all([1, 2, 3].map((n) => anOwnedRun(harnessNow(), `agent-${n}`)));
      const commits = runs.map((run, i) =>
        i === 1
          ? commitOn(run, { approvals: [approvalOf(run), approvalOf(run)].map(sameId) })
          : commitOn(run),
      );
      const outcomes = await Promise.allSettled(commits.map((commit) => harnessNow().store.commit(commit)));
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await harnessNow().store.loadJournal(runs[1]?.runId ?? '')).toHaveLength(2);
    });

    it('ends a run for good', async () => {
      const run = await anOwnedRun(harnessNow());
      const end = sealAfter(
        run.runId,
        run.last,
        {
          kind: 'end',
          payload: {
            type: 'end',
            status: 'succeeded',
            output: { answer: 'ok' },
            partial: null,
            error: null,
          },
        },
        isoFromNow(0),
      );
      const finishedAt = isoFromNow(0);
      const commit = commitOn(run, {
        rows: [end],
        exit: {
          kind: 'end',
          status: 'succeeded',
          output: { answer: 'ok' },
          error: null,
          summary: testSummary(isoFromNow(0), { costMicroUsd: 77 }),
          finishedAt,
          deadLetter: null,
        },
      });
      expect(await harnessNow().store.commit(commit)).toMatchObject({ status: 'committed', exited: true });
      const stored = await harnessNow().readRun(run.runId);
      expect(stored).toMatchObject({ status: 'succeeded', output: { answer: 'ok' }, finishedAt });
      expect(stored?.summary?.costMicroUsd).toBe(77);
      expect(await harnessNow().store.claimRun(await aWorker(harnessNow()), run.runId)).toBeNull();
      await harnessNow()
        .appendInput(run.runId, pause)
        .catch(() => undefined);
      expect(await harnessNow().store.claimDue(await aWorker(harnessNow()), 10)).toEqual([]);
    });

    it('gives a released run to anyone at once', async () => {
      const run = await anOwnedRun(harnessNow());
      await harnessNow().store.commit(
        commitOn(run, { rows: [], exit: { kind: 'release', summary: testSummary(isoFromNow(0)) } }),
      );
      const heir = await claimAs(harnessNow(), await aWorker(harnessNow()), run.runId);
      expect(heir?.fence).toBeGreaterThan(run.fence);
    });
  });
}

// How every run store ends a run without its journal: by its fence alone, whole or not at all.
import { describe, expect, it } from 'vitest';
import type { RunStoreHarness } from './run-store-harness';
import {
  anOwnedRun,
  approvalOf,
  aWorker,
  claimAs,
  claimOf,
  commitOn,
  following,
  isoFromNow,
  letter,
  parked,
} from './testing/run-store-scenario';

const why = () =>
  ({
    code: 'journal_unreadable',
    message: 'It can not be read.',
    at: isoFromNow(0),
    deadLetter: letter({ step: null, model: null }),
  }) as const;

export function runCondemnedConformance(harnessNow: () => RunStoreHarness): void {
  describe('condemning', () => {
    it('ends the run, cancels what it asks, and leaves its effects in doubt and its journal alone', async () => {
      const { store, readRun, readApprovalStatus, readEffect, readDeadLetters } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      const other = await anOwnedRun(harnessNow());
      const [asked, decided, foreign] = [approvalOf(run), approvalOf(run, { step: 3 }), approvalOf(other)];
      const [open, done] = [claimOf(run), claimOf(run, { step: 4, key: `done:${run.runId}` })];
      const first = commitOn(run, { approvals: [asked, decided], effectClaims: [open, done] });
      await store.commit(first);
      await store.commit(
        commitOn(following(run, first), {
          closedApprovals: [{ id: decided.request.id, status: 'superseded' }],
          effectCompletions: [
            { ...done, status: 'succeeded', response: { ok: true }, tainted: false, privateData: false },
          ],
        }),
      );
      const theirs = claimOf(other);
      await store.commit(commitOn(other, { approvals: [foreign], effectClaims: [theirs] }));
      const rows = await store.loadJournal(run.runId);

      const reason = why();
      expect(await store.condemn(run, reason)).toBe(true);
      expect(await readRun(run.runId)).toMatchObject({
        status: 'failed',
        waiting: null,
        output: null,
        error: { code: 'journal_unreadable', message: 'It can not be read.' },
        finishedAt: reason.at,
      });
      expect(await readDeadLetters(run.runId)).toEqual([
        expect.objectContaining({ ...reason.deadLetter, code: 'journal_unreadable', state: 'open' }),
      ]);
      expect(await readApprovalStatus(asked.request.id)).toBe('cancelled');
      expect(await readApprovalStatus(decided.request.id)).toBe('superseded');
      expect((await readEffect(open))?.status).toBe('unknown');
      expect(await readEffect(done)).toMatchObject({ status: 'succeeded', response: { ok: true } });
      expect(await store.loadJournal(run.runId)).toEqual(rows);

      expect((await readRun(other.runId))?.status).toBe('running');
      expect(await readApprovalStatus(foreign.request.id)).toBe('pending');
      expect((await readEffect(theirs))?.status).toBe('in_progress');
    });

    it('is for good: nobody claims the run again', async () => {
      const { store, expireLease } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      await store.condemn(run, why());
      await expireLease(run.workerId);
      expect(await store.claimDue(await aWorker(harnessNow()), 10)).toEqual([]);
      expect(await store.claimRun(await aWorker(harnessNow()), run.runId)).toBeNull();
      expect(await store.condemn(run, why())).toBe(false);
    });

    it('changes nothing under an older fence, or on a run that is not running', async () => {
      const { store, expireLease, readRun, readApprovalStatus } = harnessNow();
      const old = await anOwnedRun(harnessNow());
      await expireLease(old.workerId);
      const heir = await claimAs(harnessNow(), await aWorker(harnessNow()), old.runId);
      if (heir === null) throw new Error('the run can be claimed');
      const asked = approvalOf(heir);
      const commit = commitOn(heir, { approvals: [asked] });
      await store.commit(commit);
      expect(await store.condemn(old, why())).toBe(false);
      expect((await readRun(old.runId))?.status).toBe('running');
      await store.commit(commitOn(following(heir, commit), { exit: parked() }));
      expect(await store.condemn(heir, why())).toBe(false);
      expect((await readRun(old.runId))?.status).toBe('waiting');
      expect(await readApprovalStatus(asked.request.id)).toBe('pending');
    });
  });
}

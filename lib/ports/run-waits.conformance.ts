// How every run store parks and wakes runs: no input is lost, no approval is granted by silence.
import { describe, expect, it } from 'vitest';
import type { RunStoreHarness } from './run-store-harness';
import { TEST_ACTOR } from './testing/journal-builder';
import {
  anOwnedRun,
  approvalOf,
  aWorker,
  commitOn,
  following,
  isoFromNow,
  parked,
} from './testing/run-store-scenario';

const pause = { type: 'pause', by: TEST_ACTOR, reason: 'wait' } as const;

export function runWaitsConformance(harnessNow: () => RunStoreHarness): void {
  describe('parking', () => {
    it('keeps a parked run asleep until its time comes', async () => {
      const [sleeper, due] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      await harnessNow().store.commit(commitOn(sleeper, { exit: parked({ dueAt: isoFromNow(3_600_000) }) }));
      await harnessNow().store.commit(commitOn(due, { exit: parked({ dueAt: isoFromNow(-10) }) }));
      expect(await harnessNow().readRun(sleeper.runId)).toMatchObject({
        status: 'waiting',
        waiting: { reason: 'timer', items: [{ kind: 'timer', id: 'step:1' }] },
      });
      const claimed = await harnessNow().store.claimDue(await aWorker(harnessNow()), 10);
      expect(claimed.map((run) => run.runId)).toEqual([due.runId]);
      expect(await harnessNow().store.claimRun(await aWorker(harnessNow()), sleeper.runId)).toBeNull();
    });

    it('stays owned when input came since it was last read, and keeps the rows', async () => {
      const run = await anOwnedRun(harnessNow());
      const inputSeq = await harnessNow().appendInput(run.runId, pause);
      const commit = commitOn(run, { exit: parked({ seenInputSeq: inputSeq - 1 }) });
      expect(await harnessNow().store.commit(commit)).toMatchObject({ status: 'committed', exited: false });
      expect((await harnessNow().readRun(run.runId))?.status).toBe('running');
      expect(await harnessNow().store.claimRun(await aWorker(harnessNow()), run.runId)).toBeNull();
      const again = commitOn(following(run, commit), {
        rows: [],
        exit: parked({ seenInputSeq: inputSeq }),
      });
      expect(await harnessNow().store.commit(again)).toMatchObject({ status: 'committed', exited: true });
      expect((await harnessNow().readRun(run.runId))?.status).toBe('waiting');
    });

    it('wakes for input that comes after parking', async () => {
      const run = await anOwnedRun(harnessNow());
      await harnessNow().store.commit(commitOn(run, { exit: parked() }));
      await harnessNow().appendInput(run.runId, pause);
      const claimed = await harnessNow().store.claimDue(await aWorker(harnessNow()), 10);
      expect(claimed.map((r) => r.runId)).toEqual([run.runId]);
    });
  });

  describe('hastening', () => {
    it('wakes a run before its time, and no run that waits for input alone', async () => {
      const [timed, asked] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      await harnessNow().store.commit(commitOn(timed, { exit: parked({ dueAt: isoFromNow(3_600_000) }) }));
      await harnessNow().store.commit(commitOn(asked, { exit: parked() }));
      const running = await anOwnedRun(harnessNow());
      await harnessNow().store.hasten([timed.runId, asked.runId, running.runId]);
      const claimed = await harnessNow().store.claimDue(await aWorker(harnessNow()), 10);
      expect(claimed.map((run) => run.runId)).toEqual([timed.runId]);
    });
  });

  describe('inputs', () => {
    it('are read in order, after the one that was seen', async () => {
      const run = await anOwnedRun(harnessNow());
      const first = await harnessNow().appendInput(run.runId, pause);
      const second = await harnessNow().appendInput(run.runId, {
        type: 'resume',
        by: TEST_ACTOR,
        reason: 'go on',
        limits: { maxSteps: 99 },
      });
      expect((await harnessNow().store.readInputs(run.runId, 0)).map((i) => i.inputSeq)).toEqual([
        first,
        second,
      ]);
      expect(await harnessNow().store.readInputs(run.runId, first)).toEqual([
        {
          inputSeq: second,
          input: { type: 'resume', by: TEST_ACTOR, reason: 'go on', limits: { maxSteps: 99 } },
        },
      ]);
    });
  });

  describe('approvals', () => {
    it('are pending once committed, and closed by a commit', async () => {
      const run = await anOwnedRun(harnessNow());
      const [kept, closed] = [approvalOf(run), approvalOf(run, { step: 3 })];
      const first = commitOn(run, { approvals: [kept, closed] });
      await harnessNow().store.commit(first);
      expect(await harnessNow().readApprovalStatus(kept.request.id)).toBe('pending');
      await harnessNow().store.commit(
        commitOn(following(run, first), {
          closedApprovals: [{ id: closed.request.id, status: 'superseded' }],
        }),
      );
      expect(await harnessNow().readApprovalStatus(closed.request.id)).toBe('superseded');
      expect(await harnessNow().readApprovalStatus(kept.request.id)).toBe('pending');
    });

    it('expire into an input of their run, once, and never by approving', async () => {
      const run = await anOwnedRun(harnessNow());
      const late = approvalOf(run, { expiresAt: isoFromNow(-10) });
      const open = approvalOf(run, { step: 3 });
      const timeless = approvalOf(run, { step: 4, expiresAt: null });
      await harnessNow().store.commit(commitOn(run, { approvals: [late, open, timeless], exit: parked() }));
      expect(await harnessNow().store.expireApprovals(10)).toEqual([run.runId]);
      expect(await harnessNow().store.expireApprovals(10)).toEqual([]);
      expect(await harnessNow().readApprovalStatus(late.request.id)).toBe('expired');
      expect(await harnessNow().readApprovalStatus(open.request.id)).toBe('pending');
      expect(await harnessNow().readApprovalStatus(timeless.request.id)).toBe('pending');
      expect(await harnessNow().store.readInputs(run.runId, 0)).toMatchObject([
        {
          input: {
            type: 'decision',
            approvalId: late.request.id,
            step: 2,
            decision: 'expire',
            payloadHash: late.request.payloadHash,
          },
        },
      ]);
      expect(
        (await harnessNow().store.claimDue(await aWorker(harnessNow()), 10)).map((r) => r.runId),
      ).toEqual([run.runId]);
    });

    it('go on to the next level with its whole time, once a level, and expire after the last', async () => {
      const { store, readApprovalStatus } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      const escalateTo = [
        { role: 'admin' as const, people: [], expiresMs: 1_000 },
        { role: 'approver' as const, people: ['grace@example.com'], expiresMs: 1_000 },
      ];
      const late = approvalOf(run, { expiresAt: isoFromNow(-3_600_000), escalateTo });
      await store.commit(commitOn(run, { approvals: [late], exit: parked() }));
      const sweeps = await Promise.all([store.expireApprovals(10), store.expireApprovals(10)]);
      expect(sweeps.flat()).toEqual([run.runId]);
      expect(await readApprovalStatus(late.request.id)).toBe('pending');
      const [told] = await store.readInputs(run.runId, 0);
      expect(told?.input).toMatchObject({
        type: 'escalated',
        approvalId: late.request.id,
        step: 2,
        level: 1,
        requiredRole: 'admin',
        onExpiry: 'escalate',
      });
      const until = told?.input.type === 'escalated' ? told.input.until : '';
      expect(Date.parse(until)).toBeGreaterThan(Date.now() - 60_000);
      await expect.poll(() => store.expireApprovals(10), { timeout: 5_000 }).toEqual([run.runId]);
      const inputs = await store.readInputs(run.runId, 0);
      expect(inputs.map(({ input }) => input)).toMatchObject([
        { level: 1 },
        { type: 'escalated', level: 2, requiredRole: 'approver', onExpiry: 'reject' },
      ]);
      expect(await readApprovalStatus(late.request.id)).toBe('pending');
      await expect.poll(() => store.expireApprovals(10), { timeout: 5_000 }).toEqual([run.runId]);
      expect(await readApprovalStatus(late.request.id)).toBe('expired');
      expect((await store.readInputs(run.runId, 0)).at(-1)?.input).toMatchObject({ decision: 'expire' });
    });
  });
}

// What every run store promises, as tests against a factory; a store that passes may carry production runs.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstBrokenSeq } from '../domain/journal-row';
import { effectLedgerConformance } from './effect-ledger.conformance';
import type { RunStoreHarness } from './run-store-harness';
import { newTestRun, sealAfter, TEST_ACTOR, testSummary } from './testing/journal-builder';
import {
  anOwnedRun,
  approvalOf,
  aQueuedRun,
  aWorker,
  claimAs,
  claimPayloadOf,
  commitOn,
  following,
  isoFromNow,
  parked,
} from './testing/run-store-scenario';
import { sha256 } from './testing/sha256';

const pause = { type: 'pause', by: TEST_ACTOR, reason: 'wait' } as const;

/** @param open gives an empty store for each test. */
export function runStoreConformance(name: string, open: () => Promise<RunStoreHarness>): void {
  describe(`${name} as a run store`, () => {
    let harness: RunStoreHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());

    describe('creating', () => {
      it('creates a run once, queued, with its start row', async () => {
        const runId = await aQueuedRun(harness);
        expect(await harness.store.createRun(newTestRun(runId, 'refunds', isoFromNow(0), { other: 1 }))).toBe(
          false,
        );
        const rows = await harness.store.loadJournal(runId);
        expect(rows).toHaveLength(1);
        expect(rows[0]?.payload).toContain('"type":"start"');
        expect(rows[0]?.payload).not.toContain('other');
        expect((await harness.readRun(runId))?.status).toBe('queued');
      });
    });

    describe('claiming', () => {
      it('appends a chained claim row with a higher fence and owns the run alone', async () => {
        const runId = await aQueuedRun(harness);
        const [first, second] = await Promise.all([aWorker(harness), aWorker(harness)]);
        const claims = await Promise.all([first, second].map((w) => harness.store.claimRun(w, runId)));
        const owners = claims.filter((claim) => claim !== null);
        expect(owners).toHaveLength(1);
        const rows = await harness.store.loadJournal(runId);
        expect(rows.map((row) => row.kind)).toEqual(['input', 'claim']);
        expect(firstBrokenSeq(rows, sha256)).toBeNull();
        const claim = rows[1];
        expect(claim && claimPayloadOf(claim).fence).toBe(owners[0]?.fence);
        expect((await harness.readRun(runId))?.status).toBe('running');
      });

      it('takes the oldest due first', async () => {
        const younger = await aQueuedRun(harness, 'refunds', 1_000);
        const older = await aQueuedRun(harness, 'refunds', 90_000);
        const claimed = await harness.store.claimDue(await aWorker(harness), 1);
        expect(claimed.map((run) => run.runId)).toEqual([older]);
        expect((await harness.readRun(younger))?.status).toBe('queued');
      });

      it('is fair among agents: a crowd of one agent does not keep another waiting', async () => {
        for (let i = 0; i < 5; i++) await aQueuedRun(harness, 'busy', 60_000 + i * 1_000);
        const lonely = await aQueuedRun(harness, 'lonely', 1_000);
        const claimed = await harness.store.claimDue(await aWorker(harness), 2);
        expect(claimed).toHaveLength(2);
        expect(claimed.map((run) => run.runId)).toContain(lonely);
      });

      it('hands each run to one of many workers that ask at once', async () => {
        const runs = await Promise.all(Array.from({ length: 12 }, () => aQueuedRun(harness)));
        const workers = await Promise.all(Array.from({ length: 4 }, () => aWorker(harness)));
        const claimed = (await Promise.all(workers.map((w) => harness.store.claimDue(w, 5)))).flat();
        const left = await harness.store.claimDue(workers[0] ?? '', 12);
        const all = [...claimed, ...left].map((run) => run.runId);
        expect(new Set(all).size).toBe(all.length);
        expect(all.sort()).toEqual([...runs].sort());
      });

      it('leaves a run alone while its owner lives, and takes it when the lease has run out', async () => {
        const run = await anOwnedRun(harness);
        const other = await aWorker(harness);
        expect(await harness.store.claimRun(other, run.runId)).toBeNull();
        expect(await harness.store.claimDue(other, 10)).toEqual([]);
        await harness.expireLease(run.workerId);
        const [taken] = await harness.store.claimDue(other, 10);
        expect(taken?.runId).toBe(run.runId);
        expect(taken?.fence).toBeGreaterThan(run.fence);
        expect(await harness.leases.heartbeat(run.workerId, 60_000)).toBe(false);
      });

      it('takes the runs of a retired worker at once', async () => {
        const run = await anOwnedRun(harness);
        expect(await harness.leases.heartbeat(run.workerId, 60_000)).toBe(true);
        await harness.leases.retire(run.workerId);
        expect((await harness.store.claimDue(await aWorker(harness), 10)).map((r) => r.runId)).toEqual([
          run.runId,
        ]);
      });

      it('claims nothing for a worker without a lease', async () => {
        const runId = await aQueuedRun(harness);
        const worker = await aWorker(harness);
        await harness.expireLease(worker);
        expect(await harness.store.claimRun(worker, runId)).toBeNull();
        expect(await harness.store.claimDue(worker, 10)).toEqual([]);
      });
    });

    describe('committing', () => {
      it('keeps rows in order and whole', async () => {
        const run = await anOwnedRun(harness);
        const first = commitOn(run);
        expect(await harness.store.commit(first)).toEqual({ status: 'committed', claims: [], exited: false });
        const second = commitOn(following(run, first));
        await harness.store.commit(second);
        const rows = await harness.store.loadJournal(run.runId);
        expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4]);
        expect(rows[3]).toEqual(second.rows[0]);
        expect(firstBrokenSeq(rows, sha256)).toBeNull();
      });

      it('takes the same commit twice as one', async () => {
        const run = await anOwnedRun(harness);
        const commit = commitOn(run, { exit: parked() });
        expect(await harness.store.commit(commit)).toMatchObject({ status: 'committed', exited: true });
        expect(await harness.store.commit(commit)).toMatchObject({ status: 'committed', exited: true });
        expect(await harness.store.loadJournal(run.runId)).toHaveLength(3);
      });

      it('refuses a worker that lost the run, whole: no row, no effect, no approval, no exit', async () => {
        const zombie = await anOwnedRun(harness);
        await harness.expireLease(zombie.workerId);
        const heir = await claimAs(harness, await aWorker(harness), zombie.runId);
        const approval = approvalOf(zombie);
        const claim = { scope: 'run', key: `${zombie.runId}:2` };
        const outcome = await harness.store.commit(
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
        expect(await harness.readApprovalStatus(approval.request.id)).toBeNull();
        expect(await harness.readEffect(claim)).toBeNull();
        expect((await harness.readRun(zombie.runId))?.status).toBe('running');
        expect(heir && (await harness.store.commit(commitOn(heir)))).toMatchObject({ status: 'committed' });
      });

      it('refuses a zombie that commits no rows', async () => {
        const zombie = await anOwnedRun(harness);
        await harness.expireLease(zombie.workerId);
        await claimAs(harness, await aWorker(harness), zombie.runId);
        const exits = [parked(), { kind: 'release', summary: testSummary(isoFromNow(0)) } as const];
        for (const exit of exits) {
          expect(await harness.store.commit(commitOn(zombie, { rows: [], exit }))).toEqual({
            status: 'fenced',
          });
        }
        expect((await harness.readRun(zombie.runId))?.status).toBe('running');
      });

      it('does not let one run’s bad commit fail its neighbours', async () => {
        const runs = await Promise.all([1, 2, 3].map((n) => anOwnedRun(harness, `agent-${n}`)));
        const commits = runs.map((run, i) =>
          i === 1
            ? commitOn(run, { approvals: [approvalOf(run), approvalOf(run)].map(sameId) })
            : commitOn(run),
        );
        const outcomes = await Promise.allSettled(commits.map((commit) => harness.store.commit(commit)));
        expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(await harness.store.loadJournal(runs[1]?.runId ?? '')).toHaveLength(2);
      });

      it('ends a run for good', async () => {
        const run = await anOwnedRun(harness);
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
          },
        });
        expect(await harness.store.commit(commit)).toMatchObject({ status: 'committed', exited: true });
        const stored = await harness.readRun(run.runId);
        expect(stored).toMatchObject({ status: 'succeeded', output: { answer: 'ok' }, finishedAt });
        expect(stored?.summary?.costMicroUsd).toBe(77);
        expect(await harness.store.claimRun(await aWorker(harness), run.runId)).toBeNull();
        await harness.appendInput(run.runId, pause).catch(() => undefined);
        expect(await harness.store.claimDue(await aWorker(harness), 10)).toEqual([]);
      });

      it('gives a released run to anyone at once', async () => {
        const run = await anOwnedRun(harness);
        await harness.store.commit(
          commitOn(run, { rows: [], exit: { kind: 'release', summary: testSummary(isoFromNow(0)) } }),
        );
        const heir = await claimAs(harness, await aWorker(harness), run.runId);
        expect(heir?.fence).toBeGreaterThan(run.fence);
      });
    });

    describe('parking', () => {
      it('keeps a parked run asleep until its time comes', async () => {
        const [sleeper, due] = [await anOwnedRun(harness), await anOwnedRun(harness)];
        await harness.store.commit(commitOn(sleeper, { exit: parked({ dueAt: isoFromNow(3_600_000) }) }));
        await harness.store.commit(commitOn(due, { exit: parked({ dueAt: isoFromNow(-10) }) }));
        expect(await harness.readRun(sleeper.runId)).toMatchObject({
          status: 'waiting',
          waiting: { reason: 'timer', items: [{ kind: 'timer', id: 'step:1' }] },
        });
        const claimed = await harness.store.claimDue(await aWorker(harness), 10);
        expect(claimed.map((run) => run.runId)).toEqual([due.runId]);
        expect(await harness.store.claimRun(await aWorker(harness), sleeper.runId)).toBeNull();
      });

      it('stays owned when input came since it was last read, and keeps the rows', async () => {
        const run = await anOwnedRun(harness);
        const inputSeq = await harness.appendInput(run.runId, pause);
        const commit = commitOn(run, { exit: parked({ seenInputSeq: inputSeq - 1 }) });
        expect(await harness.store.commit(commit)).toMatchObject({ status: 'committed', exited: false });
        expect((await harness.readRun(run.runId))?.status).toBe('running');
        expect(await harness.store.claimRun(await aWorker(harness), run.runId)).toBeNull();
        const again = commitOn(following(run, commit), {
          rows: [],
          exit: parked({ seenInputSeq: inputSeq }),
        });
        expect(await harness.store.commit(again)).toMatchObject({ status: 'committed', exited: true });
        expect((await harness.readRun(run.runId))?.status).toBe('waiting');
      });

      it('wakes for input that comes after parking', async () => {
        const run = await anOwnedRun(harness);
        await harness.store.commit(commitOn(run, { exit: parked() }));
        await harness.appendInput(run.runId, pause);
        const claimed = await harness.store.claimDue(await aWorker(harness), 10);
        expect(claimed.map((r) => r.runId)).toEqual([run.runId]);
      });
    });

    describe('inputs', () => {
      it('are read in order, after the one that was seen', async () => {
        const run = await anOwnedRun(harness);
        const first = await harness.appendInput(run.runId, pause);
        const second = await harness.appendInput(run.runId, {
          type: 'resume',
          by: TEST_ACTOR,
          reason: 'go on',
          limits: { maxSteps: 99 },
        });
        expect((await harness.store.readInputs(run.runId, 0)).map((i) => i.inputSeq)).toEqual([
          first,
          second,
        ]);
        expect(await harness.store.readInputs(run.runId, first)).toEqual([
          {
            inputSeq: second,
            input: { type: 'resume', by: TEST_ACTOR, reason: 'go on', limits: { maxSteps: 99 } },
          },
        ]);
      });
    });

    describe('approvals', () => {
      it('are pending once committed, and closed by a commit', async () => {
        const run = await anOwnedRun(harness);
        const [kept, closed] = [approvalOf(run), approvalOf(run, { step: 3 })];
        const first = commitOn(run, { approvals: [kept, closed] });
        await harness.store.commit(first);
        expect(await harness.readApprovalStatus(kept.request.id)).toBe('pending');
        await harness.store.commit(
          commitOn(following(run, first), {
            closedApprovals: [{ id: closed.request.id, status: 'superseded' }],
          }),
        );
        expect(await harness.readApprovalStatus(closed.request.id)).toBe('superseded');
        expect(await harness.readApprovalStatus(kept.request.id)).toBe('pending');
      });

      it('expire into an input of their run, once, and never by approving', async () => {
        const run = await anOwnedRun(harness);
        const late = approvalOf(run, { expiresAt: isoFromNow(-10) });
        const open = approvalOf(run, { step: 3 });
        const timeless = approvalOf(run, { step: 4, expiresAt: null });
        await harness.store.commit(commitOn(run, { approvals: [late, open, timeless], exit: parked() }));
        expect(await harness.store.expireApprovals(10)).toEqual([run.runId]);
        expect(await harness.store.expireApprovals(10)).toEqual([]);
        expect(await harness.readApprovalStatus(late.request.id)).toBe('expired');
        expect(await harness.readApprovalStatus(open.request.id)).toBe('pending');
        expect(await harness.readApprovalStatus(timeless.request.id)).toBe('pending');
        expect(await harness.store.readInputs(run.runId, 0)).toMatchObject([
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
        expect((await harness.store.claimDue(await aWorker(harness), 10)).map((r) => r.runId)).toEqual([
          run.runId,
        ]);
      });
    });

    effectLedgerConformance(() => harness);
  });
}

function sameId(approval: ReturnType<typeof approvalOf>): ReturnType<typeof approvalOf> {
  return { ...approval, request: { ...approval.request, id: '01890000-0000-7000-8000-000000000001' } };
}

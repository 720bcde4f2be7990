// What every effect ledger promises, through the commits of a run store: one execution a key, and never another's arguments.
import { describe, expect, it } from 'vitest';
import type { EffectCompletion } from './effect-ledger';
import type { CommitOutcome } from './run-store';
import type { RunStoreHarness } from './run-store-harness';
import {
  anOwnedRun,
  aWorker,
  claimAs,
  claimOf,
  commitOn,
  following,
  type OwnedRun,
} from './testing/run-store-scenario';

const KEY = { scope: 'tool:payments.refund', key: 'refund:A-1' };
const LOST = { code: 'timeout', message: 'No answer in time.', class: 'unknown' } as const;

const claimsOf = (outcome: CommitOutcome) => (outcome.status === 'committed' ? outcome.claims : outcome);

export function effectLedgerConformance(harnessNow: () => RunStoreHarness): void {
  describe('effects', () => {
    /** Claims KEY in a commit of its own. @returns the run after it, and what the ledger said. */
    async function claim(run: OwnedRun, over: Parameters<typeof claimOf>[1] = {}) {
      const commit = commitOn(run, { effectClaims: [claimOf(run, { ...KEY, ...over })] });
      const outcome = claimsOf(await harnessNow().store.commit(commit));
      return { run: following(run, commit), said: Array.isArray(outcome) ? outcome[0] : outcome };
    }
    async function complete(run: OwnedRun, completion: Partial<EffectCompletion>) {
      const commit = commitOn(run, {
        // safe because each test gives the fields of its status
        effectCompletions: [
          { ...KEY, runId: run.runId, step: 2, fence: run.fence, ...completion } as EffectCompletion,
        ],
      });
      await harnessNow().store.commit(commit);
      return following(run, commit);
    }
    const succeeded = {
      status: 'succeeded',
      response: { refund: 'R-1' },
      tainted: true,
      privateData: false,
    } as const;

    it('are claimed once, by one of many', async () => {
      const runs = await Promise.all(Array.from({ length: 8 }, () => anOwnedRun(harnessNow())));
      const said = await Promise.all(runs.map(async (run) => (await claim(run)).said));
      const claimed = said.filter((outcome) => outcome?.status === 'claimed');
      expect(claimed).toEqual([{ status: 'claimed', attempts: 1 }]);
      expect(said.filter((outcome) => outcome?.status === 'in_flight')).toHaveLength(7);
    });

    it('say who has one in flight', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()));
      const other = await claim(await anOwnedRun(harnessNow()));
      expect(other.said).toEqual({ status: 'in_flight', ownerRunId: owner.run.runId, ownerStep: 2 });
      const sameRun = await claim(owner.run, { step: 5 });
      expect(sameRun.said).toEqual({ status: 'in_flight', ownerRunId: owner.run.runId, ownerStep: 2 });
    });

    it('are claimed again by their own step: another attempt, or the heir after a crash', async () => {
      const first = await claim(await anOwnedRun(harnessNow()));
      const second = await claim(first.run, { attempt: 2 });
      expect(second.said).toEqual({ status: 'claimed', attempts: 2 });
      await harnessNow().expireLease(second.run.workerId);
      const heir = await claimAs(harnessNow(), await aWorker(harnessNow()), second.run.runId);
      if (heir === null) throw new Error('the run of a dead worker can be claimed');
      expect((await claim(heir, { attempt: 3 })).said).toEqual({ status: 'claimed', attempts: 3 });
    });

    it('give a result again, with its taint, to any run', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()));
      const done = await complete(owner.run, succeeded);
      const replay = { ...succeeded, status: 'replay' };
      expect((await claim(await anOwnedRun(harnessNow()))).said).toEqual(replay);
      expect((await claim(done, { step: 7 })).said).toEqual(replay);
      expect(await harnessNow().readEffect(KEY)).toMatchObject({
        status: 'succeeded',
        attempts: 1,
        response: { refund: 'R-1' },
        ownerRunId: owner.run.runId,
      });
    });

    it.each(['in_progress', 'succeeded', 'unknown'] as const)(
      'refuse other arguments while %s',
      async (status) => {
        const owner = await claim(await anOwnedRun(harnessNow()));
        if (status === 'succeeded') await complete(owner.run, succeeded);
        if (status === 'unknown') await complete(owner.run, { status, error: LOST });
        const other = await claim(await anOwnedRun(harnessNow()), { argumentHash: 'c'.repeat(64) });
        expect(other.said).toEqual({ status: 'mismatch', ownerRunId: owner.run.runId, ownerStep: 2 });
      },
    );

    it('may be claimed anew, with other arguments too, when it is certain that nothing happened', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()));
      await complete(owner.run, { status: 'failed_final', error: { ...LOST, class: 'fatal' } });
      const heir = await claim(await anOwnedRun(harnessNow()), { argumentHash: 'c'.repeat(64), step: 4 });
      expect(heir.said).toEqual({ status: 'claimed', attempts: 2 });
      expect(await harnessNow().readEffect(KEY)).toMatchObject({
        status: 'in_progress',
        ownerRunId: heir.run.runId,
        ownerStep: 4,
      });
    });

    it('stay shut while unknown, and open when their owner learns that nothing happened', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()));
      const lost = await complete(owner.run, { status: 'unknown', error: LOST });
      const unknown = { status: 'unknown', ownerRunId: owner.run.runId, ownerStep: 2 };
      expect((await claim(await anOwnedRun(harnessNow()))).said).toEqual(unknown);
      expect((await claim(lost, { attempt: 2 })).said).toEqual(unknown);
    });

    it('apply completions before claims of the same commit', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()));
      const lost = await complete(owner.run, { status: 'unknown', error: LOST });
      const commit = commitOn(lost, {
        effectCompletions: [
          { ...KEY, runId: lost.runId, step: 2, fence: lost.fence, status: 'failed_final', error: LOST },
        ],
        effectClaims: [claimOf(lost, { ...KEY, attempt: 2 })],
      });
      expect(await harnessNow().store.commit(commit)).toMatchObject({
        status: 'committed',
        claims: [{ status: 'claimed', attempts: 2 }],
      });
    });

    it('resolve an unknown by what was learned later', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()));
      const lost = await complete(owner.run, { status: 'unknown', error: LOST });
      await complete(lost, succeeded);
      expect(await harnessNow().readEffect(KEY)).toMatchObject({ status: 'succeeded' });
    });

    it.each([
      ['unknown, then succeeded', [{ status: 'unknown', error: LOST }, succeeded], 'succeeded'],
      ['succeeded, then unknown', [succeeded, { status: 'unknown', error: LOST }], 'succeeded'],
      [
        'unknown, then failed_final',
        [
          { status: 'unknown', error: LOST },
          { status: 'failed_final', error: LOST },
        ],
        'failed_final',
      ],
    ] as const)('settled twice in one commit: %s', async (_name, words, status) => {
      const { run } = await claim(await anOwnedRun(harnessNow()));
      const id = { ...KEY, runId: run.runId, step: 2, fence: run.fence };
      const effectCompletions = words.map((word): EffectCompletion => ({ ...id, ...word }));
      await harnessNow().store.commit(commitOn(run, { effectCompletions }));
      expect(await harnessNow().readEffect(KEY)).toMatchObject({ status });
    });

    it('take in errors whose words hold a NUL, and tell others of them', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()));
      const error = { ...LOST, message: 'It said a\0b.' };
      await complete(owner.run, { status: 'unknown', error });
      const other = await claim(await anOwnedRun(harnessNow()));
      expect(other.said).toEqual({ status: 'unknown', ownerRunId: owner.run.runId, ownerStep: 2 });
    });

    it('are not completed by a step that does not own them, nor twice', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()));
      await complete(await anOwnedRun(harnessNow()), succeeded);
      expect(await harnessNow().readEffect(KEY)).toMatchObject({ status: 'in_progress' });
      const done = await complete(owner.run, succeeded);
      await complete(done, { status: 'failed_final', error: LOST });
      await complete(done, { ...succeeded, response: { refund: 'R-2' } });
      expect(await harnessNow().readEffect(KEY)).toMatchObject({
        status: 'succeeded',
        response: { refund: 'R-1' },
      });
    });

    it('keep the same key apart for two tools', async () => {
      const run = await anOwnedRun(harnessNow());
      const commit = commitOn(run, {
        effectClaims: [
          claimOf(run, { scope: 'tool:a', key: 'k' }),
          claimOf(run, { scope: 'tool:b', key: 'k', step: 3 }),
        ],
      });
      expect(await harnessNow().store.commit(commit)).toMatchObject({
        claims: [
          { status: 'claimed', attempts: 1 },
          { status: 'claimed', attempts: 1 },
        ],
      });
    });

    it('answer two claims of one commit on one key in their order', async () => {
      const run = await anOwnedRun(harnessNow());
      const commit = commitOn(run, {
        effectClaims: [claimOf(run, { ...KEY }), claimOf(run, { ...KEY, step: 3 })],
      });
      expect(await harnessNow().store.commit(commit)).toMatchObject({
        claims: [
          { status: 'claimed', attempts: 1 },
          { status: 'in_flight', ownerRunId: run.runId, ownerStep: 2 },
        ],
      });
    });
  });
}

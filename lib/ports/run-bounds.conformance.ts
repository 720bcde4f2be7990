// How every run store keeps a run that is parked at a bound: until its instant, and with nothing that others wait for in vain.
import { describe, expect, it } from 'vitest';
import { SYSTEM_ACTOR } from '../domain/principal';
import { STANDS } from './effect-ledger';
import type { RunStoreHarness } from './run-store-harness';
import { TEST_ACTOR } from './testing/journal-builder';
import {
  anOwnedRun,
  aWorker,
  claimAs,
  claimOf,
  commitOn,
  failing,
  following,
  isoFromNow,
  parked,
} from './testing/run-store-scenario';

const EXPIRED = { type: 'bound_expired', by: SYSTEM_ACTOR } as const;
const RAISE = { type: 'resume', by: TEST_ACTOR, reason: 'Go on.', limits: { maxSteps: 99 } } as const;
const TICKET = 'ticket:42';

const atBound = (untilMs: number) => {
  const until = isoFromNow(untilMs);
  return parked({
    waiting: { reason: 'limit', items: [{ kind: 'limit', id: 'steps', until }] },
    dueAt: until,
  });
};

export function runBoundsConformance(harnessNow: () => RunStoreHarness): void {
  describe('a run at a bound', () => {
    it('is found when its time is over, and not before', async () => {
      const { store } = harnessNow();
      const [early, late] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      await store.commit(commitOn(early, { exit: atBound(3_600_000) }));
      await store.commit(commitOn(late, { exit: atBound(-10) }));
      const claimed = await store.claimDue(await aWorker(harnessNow()), 10);
      expect(claimed.map(({ runId }) => runId)).toEqual([late.runId]);
    });

    it('is told that its time is over only where it was told nothing else since', async () => {
      const { store, appendInput } = harnessNow();
      const [quiet, raised] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      const seq = await appendInput(raised.runId, RAISE);
      expect(await store.tellRun(raised.runId, EXPIRED, 'bound:0', seq - 1)).toBe(false);
      expect(await store.tellRun(quiet.runId, EXPIRED, 'bound:0', 0)).toBe(true);
      expect(await store.tellRun(quiet.runId, EXPIRED, 'bound:0', 0)).toBe(false);
      expect((await store.readInputs(raised.runId, 0)).map(({ input }) => input.type)).toEqual(['resume']);
      expect(await store.readInputs(quiet.runId, 0)).toEqual([{ inputSeq: 1, input: EXPIRED }]);
    });

    it('is told so by nobody once it has ended', async () => {
      const { store } = harnessNow();
      const run = await anOwnedRun(harnessNow());
      await store.commit(failing(run));
      expect(await store.tellRun(run.runId, EXPIRED, 'bound:0', 0)).toBe(false);
      expect(await store.readInputs(run.runId, 0)).toEqual([]);
    });

    it('and a raise at the same moment are one after the other: either is heard first, and the second knows', async () => {
      const { store, appendInput } = harnessNow();
      for (let round = 0; round < 5; round++) {
        const run = await anOwnedRun(harnessNow());
        const [told] = await Promise.all([
          store.tellRun(run.runId, EXPIRED, 'bound:0', 0),
          appendInput(run.runId, { type: 'pause', by: TEST_ACTOR, reason: 'Wait.' }),
        ]);
        const types = (await store.readInputs(run.runId, 0)).map(({ input }) => input.type);
        expect(types).toEqual(told ? ['bound_expired', 'pause'] : ['pause']);
      }
    });
  });

  describe('the resource of a call that a run which stands keeps in doubt', () => {
    async function held(kind = 'limit') {
      const { store } = harnessNow();
      const owner = await anOwnedRun(harnessNow());
      const claim = commitOn(owner, { effectClaims: [claimOf(owner, { resource: TICKET })] });
      await store.commit(claim);
      const items = [{ kind, id: 'it' }];
      const waiting = { reason: 'paused', items } as const;
      await store.commit(commitOn(following(owner, claim), { exit: parked({ waiting }) }));
      const other = await anOwnedRun(harnessNow());
      const wish = claimOf(other, { resource: TICKET });
      return { store, owner, other, wish };
    }

    it.each(STANDS)(
      '(%s) is held as long as something may be under way, and free for who asks afterwards; its key is not',
      async (kind) => {
        const { store, owner, other, wish } = await held(kind);
        const { agePark, readEffect } = harnessNow();
        expect(await store.heldBy(wish)).toMatchObject({ holder: { runId: owner.runId } });
        await agePark(owner.runId, 301_000);
        expect(await store.heldBy(wish)).toBeNull();
        expect(await store.commit(commitOn(other, { effectClaims: [wish] }))).toMatchObject({
          claims: [{ status: 'claimed' }],
        });
        expect(await readEffect(claimOf(owner))).toMatchObject({ status: 'in_progress' });
        expect(await store.heldBy({ ...claimOf(owner), runId: other.runId })).toMatchObject({
          place: { kind: 'effect' },
        });
      },
    );

    it('is not free while its run waits for a moment, however old its claim is', async () => {
      const { store, owner, wish } = await held('timer');
      await harnessNow().agePark(owner.runId, 3_600_000);
      expect(await store.heldBy(wish)).not.toBeNull();
    });

    it('is not free while its run is at work, however old its claim is', async () => {
      const { store } = harnessNow();
      const owner = await anOwnedRun(harnessNow());
      await store.commit(commitOn(owner, { effectClaims: [claimOf(owner, { resource: TICKET })] }));
      await harnessNow().agePark(owner.runId, 3_600_000);
      expect(
        await store.heldBy(claimOf(await anOwnedRun(harnessNow()), { resource: TICKET })),
      ).not.toBeNull();
    });

    it('is taken anew by the further attempt of a run that goes on, which waits while others have it', async () => {
      const { store, owner, other, wish } = await held();
      const { agePark, appendInput } = harnessNow();
      await agePark(owner.runId, 301_000);
      await store.heldBy(wish);
      await store.commit(commitOn(other, { effectClaims: [wish] }));
      await appendInput(owner.runId, RAISE);
      const again = await claimAs(harnessNow(), await aWorker(harnessNow()), owner.runId);
      if (again === null) throw new Error('a run that was raised can be claimed');
      const attempt = (run: typeof again) =>
        commitOn(run, {
          effectClaims: [
            claimOf(run, { runId: owner.runId, key: `refund:${owner.runId}`, resource: TICKET, attempt: 2 }),
          ],
        });
      const refused = attempt(again);
      expect(await store.commit(refused)).toMatchObject({
        claims: [{ status: 'resource_busy', ownerRunId: other.runId }],
      });
      expect(await store.heldBy({ ...claimOf(again), resource: TICKET })).toMatchObject({
        holder: { runId: other.runId },
      });
    });
  });
}

// What every effect ledger promises about resources: effects on one never stand side by side, settling frees it, and who waits is woken.
import { describe, expect, it } from 'vitest';
import { effectPlace, resourcePlace } from '../domain/effect';
import type { EffectClaimOutcome, EffectCompletion } from './effect-ledger';
import type { RunStoreHarness } from './run-store-harness';
import {
  anOwnedRun,
  claimOf,
  commitOn,
  failing,
  following,
  isoFromNow,
  type OwnedRun,
  parked,
} from './testing/run-store-scenario';

const LOST = { code: 'timeout', message: 'No answer in time.', class: 'unknown' } as const;
const DONE = { status: 'succeeded', response: { ok: true }, tainted: false, privateData: false } as const;
const NEVER = { status: 'failed_final', error: { ...LOST, class: 'fatal' } } as const;
const UNKNOWN = { status: 'unknown', error: LOST } as const;

const keyed = (name: string) => ({ scope: 'tool:tickets.create', key: name, tool: 'tickets.create' });
const TICKET = 'ticket:42';

export function effectResourcesConformance(harnessNow: () => RunStoreHarness): void {
  const store = () => harnessNow().store;

  async function claim(run: OwnedRun, key: string, over: Parameters<typeof claimOf>[1] = {}) {
    const commit = commitOn(run, {
      effectClaims: [claimOf(run, { ...keyed(key), resource: TICKET, ...over })],
    });
    const outcome = await store().commit(commit);
    const said: EffectClaimOutcome | undefined =
      outcome.status === 'committed' ? outcome.claims[0] : undefined;
    return { run: following(run, commit), said };
  }
  async function settle(run: OwnedRun, key: string, how: typeof DONE | typeof NEVER | typeof UNKNOWN) {
    const { scope } = keyed(key);
    const completion: EffectCompletion = {
      scope,
      key,
      runId: run.runId,
      step: 2,
      fence: run.fence,
      ...how,
    };
    const commit = commitOn(run, { effectCompletions: [completion] });
    await store().commit(commit);
    return following(run, commit);
  }
  const busyWith = (run: OwnedRun) => ({
    status: 'resource_busy',
    ownerRunId: run.runId,
    ownerStep: 2,
  });

  describe('resources', () => {
    it('are held by one effect, whatever its key and run, and nothing of the other is claimed', async () => {
      const [owner, other] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      const first = await claim(owner, 'mail-1');
      expect(first.said).toEqual({ status: 'claimed', attempts: 1 });
      expect((await claim(other, 'mail-2')).said).toEqual(busyWith(owner));
      expect(await harnessNow().readEffect(keyed('mail-2'))).toBeNull();
      expect((await claim(first.run, 'mail-3', { step: 3 })).said).toEqual(busyWith(owner));
    });

    it('are apart from each other, and from effects without one', async () => {
      await claim(await anOwnedRun(harnessNow()), 'mail-1');
      const other = await claim(await anOwnedRun(harnessNow()), 'mail-2', { resource: 'ticket:43' });
      expect(other.said).toMatchObject({ status: 'claimed' });
      const without = await claim(await anOwnedRun(harnessNow()), 'mail-3', { resource: undefined });
      expect(without.said).toMatchObject({ status: 'claimed' });
    });

    it.each([DONE, NEVER])('are free once the effect has $status', async (how) => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1');
      await settle(owner.run, 'mail-1', how);
      expect((await claim(await anOwnedRun(harnessNow()), 'mail-2')).said).toMatchObject({
        status: 'claimed',
      });
    });

    it('stay held while the effect is unknown, and are free when that is settled', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1');
      const lost = await settle(owner.run, 'mail-1', UNKNOWN);
      const other = await claim(await anOwnedRun(harnessNow()), 'mail-2');
      expect(other.said).toEqual(busyWith(lost));
      await settle(lost, 'mail-1', DONE);
      expect((await claim(other.run, 'mail-2')).said).toMatchObject({ status: 'claimed' });
    });

    it('are kept by further attempts of their own step, and taken anew after it certainly did not happen', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1');
      const again = await claim(owner.run, 'mail-1', { attempt: 2 });
      expect(again.said).toEqual({ status: 'claimed', attempts: 2 });
      const failed = await settle(again.run, 'mail-1', NEVER);
      const other = await claim(await anOwnedRun(harnessNow()), 'mail-2');
      expect((await claim(failed, 'mail-1', { attempt: 3 })).said).toEqual(busyWith(other.run));
    });

    it('stand in nobody’s way who needs no call: a result is given again', async () => {
      const first = await claim(await anOwnedRun(harnessNow()), 'mail-1');
      await settle(first.run, 'mail-1', DONE);
      await claim(await anOwnedRun(harnessNow()), 'mail-2');
      const asker = await anOwnedRun(harnessNow());
      expect((await claim(asker, 'mail-1')).said).toMatchObject({ status: 'replay' });
      const wish = { ...keyed('mail-1'), runId: asker.runId, step: 2, resource: TICKET };
      expect(await store().heldBy(wish)).toBeNull();
    });

    it('go to the first of two claims of one commit, and to one of many commits at once', async () => {
      const run = await anOwnedRun(harnessNow());
      const commit = commitOn(run, {
        effectClaims: [
          claimOf(run, { ...keyed('mail-1'), resource: TICKET }),
          claimOf(run, { ...keyed('mail-2'), resource: TICKET, step: 3 }),
        ],
      });
      expect(await store().commit(commit)).toMatchObject({
        claims: [{ status: 'claimed' }, busyWith(run)],
      });
      await settle(following(run, commit), 'mail-1', DONE);
      const runs = await Promise.all(Array.from({ length: 8 }, () => anOwnedRun(harnessNow())));
      const said = await Promise.all(
        runs.map(async (one, i) => (await claim(one, `many-${i}`)).said?.status),
      );
      expect(said.toSorted()).toEqual(['claimed', ...Array<string>(7).fill('resource_busy')]);
    });

    it('go from one effect to the next in one commit', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1');
      const { run } = owner;
      const { scope } = keyed('');
      const next = commitOn(run, {
        effectCompletions: [
          { scope, key: 'mail-1', runId: run.runId, step: 2, fence: run.fence, ...DONE, resource: TICKET },
        ],
        effectClaims: [claimOf(run, { ...keyed('mail-2'), resource: TICKET, step: 3 })],
      });
      expect(await store().commit(next)).toMatchObject({ claims: [{ status: 'claimed', attempts: 1 }] });
    });

    it('are told with their holder to who asks before the claim', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1');
      const asker = await anOwnedRun(harnessNow());
      const holder = { runId: owner.run.runId, step: 2 };
      const ask = (key: string, resource?: string) =>
        store().heldBy({ ...keyed(key), runId: asker.runId, step: 2, resource });
      expect(await ask('mail-2', TICKET)).toEqual({ place: resourcePlace(TICKET), holder });
      expect(await ask('mail-2', 'ticket:43')).toBeNull();
      expect(await ask('mail-2')).toBeNull();
      expect(await ask('mail-1', TICKET)).toEqual({ place: effectPlace(keyed('mail-1')), holder });
      const own = { ...keyed('mail-1'), ...holder, resource: TICKET };
      expect(await store().heldBy(own)).toBeNull();
    });

    it('that a run left unknown at its end stay held as long as something may be under way', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1');
      const { run } = owner;
      const wish = { ...keyed('mail-2'), runId: run.runId, step: 5, resource: TICKET };
      const lost = await settle(run, 'mail-1', UNKNOWN);
      await store().commit(failing(lost));
      expect(await store().heldBy(wish)).not.toBeNull();
      await store().heldBy(wish);
      expect((await claim(await anOwnedRun(harnessNow()), 'mail-2')).said).toEqual(busyWith(run));
    });

    it('that a run left unknown long ago are free for who asks', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1');
      const lost = await settle(owner.run, 'mail-1', UNKNOWN);
      await store().commit(failing(lost, { finishedAt: isoFromNow(-3_600_000) }));
      const heir = await anOwnedRun(harnessNow());
      const wish = { ...keyed('mail-2'), runId: heir.runId, step: 2, resource: TICKET };
      expect(await store().heldBy(wish)).toBeNull();
      expect((await claim(heir, 'mail-2')).said).toMatchObject({ status: 'claimed' });
      expect(await harnessNow().readEffect(keyed('mail-1'))).toMatchObject({ status: 'unknown' });
    });
  });

  describe('waking who waits for an effect', () => {
    const waitingFor = (kind: 'resource' | 'effect', id: string, dueInMs = 3_600_000) =>
      parked({
        waiting: { reason: 'timer', items: [{ kind, id, until: isoFromNow(dueInMs) }] },
        dueAt: isoFromNow(dueInMs),
      });
    async function aWaiter(kind: 'resource' | 'effect', id: string): Promise<string> {
      const run = await anOwnedRun(harnessNow());
      await store().commit(commitOn(run, { exit: waitingFor(kind, id) }));
      return run.runId;
    }

    it('makes the oldest few that wait for a free resource due, and nobody while it is held', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1');
      const waiters = [
        await aWaiter('resource', TICKET),
        await aWaiter('resource', TICKET),
        await aWaiter('resource', TICKET),
      ];
      const elsewhere = await aWaiter('resource', 'ticket:43');
      expect(await store().wakeWaiting([resourcePlace(TICKET)])).toEqual([]);
      await settle(owner.run, 'mail-1', DONE);
      const woken = await store().wakeWaiting([resourcePlace(TICKET)]);
      expect(woken.toSorted()).toEqual(waiters.slice(0, 2).toSorted());
      expect(woken).not.toContain(elsewhere);
      // Who is due already is on the way; the next one takes its turn.
      expect(await store().wakeWaiting([resourcePlace(TICKET)])).toEqual(waiters.slice(2));
    });

    it('makes all that wait for an effect due, once it is no longer in flight', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1', { resource: undefined });
      const place = effectPlace(keyed('mail-1'));
      const waiters = [await aWaiter('effect', place.id), await aWaiter('effect', place.id)];
      expect(await store().wakeWaiting([place])).toEqual([]);
      await settle(owner.run, 'mail-1', DONE);
      expect((await store().wakeWaiting([place])).toSorted()).toEqual(waiters.toSorted());
    });

    it('leaves the run that owns an unknown effect asleep: it waits for a person', async () => {
      const owner = await claim(await anOwnedRun(harnessNow()), 'mail-1', { resource: undefined });
      const place = effectPlace(keyed('mail-1'));
      const lost = await settle(owner.run, 'mail-1', UNKNOWN);
      await store().commit(commitOn(lost, { exit: waitingFor('effect', place.id) }));
      const other = await aWaiter('effect', place.id);
      expect(await store().wakeWaiting([place])).toEqual([other]);
    });
  });
}

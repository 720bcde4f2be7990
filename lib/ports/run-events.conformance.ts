// How every run store keeps events from outside and gives them to who waits: each to one wait, none lost while one stands open.
import { describe, expect, it } from 'vitest';
import type { NewWait } from './run-store';
import type { RunStoreHarness } from './run-store-harness';
import {
  anOwnedRun,
  aWorker,
  commitOn,
  ended,
  following,
  isoFromNow,
  type OwnedRun,
  parked,
} from './testing/run-store-scenario';
import { createTestIds } from './testing/test-ids';

const ids = createTestIds();
const KEY = 'reply:1001';

const waitFor = (over: Partial<NewWait> = {}): NewWait => ({
  id: ids.timeOrdered(),
  step: 2,
  correlationKey: KEY,
  until: isoFromNow(3_600_000),
  ...over,
});

/** What an event that is sent looks like. */
const event = (payload: string, over: { correlationKey?: string; runId?: string } = {}) => ({
  id: ids.timeOrdered(),
  correlationKey: KEY,
  payload: { text: payload },
  ...over,
});

export function runEventsConformance(harnessNow: () => RunStoreHarness): void {
  const opening = async (run: OwnedRun, ...waits: NewWait[]): Promise<OwnedRun> => {
    const commit = commitOn(run, { openedWaits: waits });
    await harnessNow().store.commit(commit);
    return following(run, commit);
  };
  const inputs = (run: OwnedRun) => harnessNow().store.readInputs(run.runId, 0);

  describe('events', () => {
    it('reach the wait that stands open on their key, and wake its run', async () => {
      const [run, other] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      const wait = waitFor();
      const after = await opening(run, wait);
      await opening(other, waitFor({ correlationKey: 'reply:1002' }));
      await harnessNow().store.commit(commitOn(after, { rows: [], exit: parked() }));
      const sent = event('yes');
      expect(await harnessNow().sendEvent(sent)).toBe(run.runId);
      expect(await inputs(run)).toMatchObject([
        {
          inputSeq: 1,
          input: {
            type: 'signal',
            waitId: wait.id,
            step: 2,
            correlationKey: KEY,
            event: { id: sent.id, payload: { text: 'yes' } },
          },
        },
      ]);
      expect(await inputs(other)).toEqual([]);
      const claimed = await harnessNow().store.claimDue(await aWorker(harnessNow()), 10);
      expect(claimed.map((one) => one.runId)).toEqual([run.runId]);
    });

    it('that come before the wait are kept for it, the oldest first', async () => {
      expect(await harnessNow().sendEvent(event('first'))).toBeNull();
      expect(await harnessNow().sendEvent(event('second'))).toBeNull();
      const run = await anOwnedRun(harnessNow());
      await opening(run, waitFor());
      expect(await harnessNow().store.matchEvents([KEY])).toEqual([run.runId]);
      expect(await harnessNow().store.matchEvents([KEY])).toEqual([]);
      expect(await inputs(run)).toMatchObject([{ input: { event: { payload: { text: 'first' } } } }]);
      const next = await anOwnedRun(harnessNow());
      await opening(next, waitFor());
      await harnessNow().store.matchEvents([KEY]);
      expect(await inputs(next)).toMatchObject([{ input: { event: { payload: { text: 'second' } } } }]);
    });

    it('go to the oldest wait, one each', async () => {
      const runs = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())] as const;
      await opening(runs[0], waitFor());
      await opening(runs[1], waitFor());
      expect(await harnessNow().sendEvent(event('a'))).toBe(runs[0].runId);
      expect(await harnessNow().sendEvent(event('b'))).toBe(runs[1].runId);
      expect(await harnessNow().sendEvent(event('c'))).toBeNull();
      expect(await inputs(runs[0])).toHaveLength(1);
      expect(await inputs(runs[1])).toHaveLength(1);
    });

    it('sent twice under one id are one', async () => {
      const runs = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())] as const;
      await opening(runs[0], waitFor());
      await opening(runs[1], waitFor());
      const sent = event('once');
      expect(await harnessNow().sendEvent(sent)).toBe(runs[0].runId);
      expect(await harnessNow().sendEvent(sent)).toBe(runs[0].runId);
      expect(await inputs(runs[1])).toEqual([]);
    });

    it('for one run are taken by no other', async () => {
      const [older, meant] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      await opening(older, waitFor());
      expect(await harnessNow().sendEvent(event('yours', { runId: meant.runId }))).toBeNull();
      expect(await inputs(older)).toEqual([]);
      await opening(meant, waitFor());
      expect(await harnessNow().store.matchEvents([KEY])).toEqual([meant.runId]);
    });

    it('that hold NUL and foreign letters come through to the letter', async () => {
      const run = await anOwnedRun(harnessNow());
      await opening(run, waitFor());
      await harnessNow().sendEvent(event('a\0b ✓ “ü”'));
      expect(await inputs(run)).toMatchObject([{ input: { event: { payload: { text: 'a\0b ✓ “ü”' } } } }]);
    });

    it('that a run had not taken in when it ended go to the next wait', async () => {
      const [first, second] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      const wait = waitFor();
      const after = await opening(first, wait);
      await opening(second, waitFor());
      expect(await harnessNow().sendEvent(event('kept'))).toBe(first.runId);
      await harnessNow().store.commit(ended(after, { closedWaits: [wait.id] }));
      expect(await harnessNow().store.endWaits(10)).toEqual([second.runId]);
      expect(await harnessNow().store.endWaits(10)).toEqual([]);
      expect(await inputs(second)).toMatchObject([{ input: { event: { payload: { text: 'kept' } } } }]);
    });

    it('reach no wait of a run that ended, by a commit or by its fence alone', async () => {
      const [cancelled, condemned] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      const wait = waitFor();
      const after = await opening(cancelled, wait);
      await harnessNow().store.commit(ended(after, { closedWaits: [wait.id] }));
      await opening(condemned, waitFor());
      const why = { code: 'internal_error', message: 'Broken.', at: isoFromNow(0) } as const;
      const deadLetter = { id: ids.timeOrdered(), fingerprint: 'f', step: null, tool: null, model: null };
      await harnessNow().store.condemn(condemned, { ...why, deadLetter });
      expect(await harnessNow().sendEvent(event('late'))).toBeNull();
      const next = await anOwnedRun(harnessNow());
      await opening(next, waitFor());
      expect(await harnessNow().store.matchEvents([KEY])).toEqual([next.runId]);
    });
  });

  describe('a wait', () => {
    it('ends without an event when its time is over, once', async () => {
      const run = await anOwnedRun(harnessNow());
      const [late, open] = [waitFor({ until: isoFromNow(-10) }), waitFor({ step: 3 })];
      await opening(run, late, open);
      expect(await harnessNow().store.endWaits(10)).toEqual([run.runId]);
      expect(await harnessNow().store.endWaits(10)).toEqual([]);
      expect(await inputs(run)).toMatchObject([{ input: { type: 'signal', waitId: late.id, event: null } }]);
      expect(await harnessNow().sendEvent(event('for the other'))).toBe(run.runId);
      expect(await inputs(run)).toMatchObject([
        {},
        { input: { waitId: open.id, event: { payload: { text: 'for the other' } } } },
      ]);
    });

    it('gets an event that was there, although its time is over and nobody asked', async () => {
      await harnessNow().sendEvent(event('in time'));
      const run = await anOwnedRun(harnessNow());
      await opening(run, waitFor({ until: isoFromNow(-10) }));
      expect(await harnessNow().store.endWaits(10)).toEqual([run.runId]);
      expect(await inputs(run)).toMatchObject([{ input: { event: { payload: { text: 'in time' } } } }]);
    });

    it('is not opened by a commit that is refused', async () => {
      const run = await anOwnedRun(harnessNow());
      await harnessNow().expireLease(run.workerId);
      await harnessNow().store.claimRun(await aWorker(harnessNow()), run.runId);
      const refused = await harnessNow().store.commit(commitOn(run, { openedWaits: [waitFor()] }));
      expect(refused).toEqual({ status: 'fenced' });
      expect(await harnessNow().sendEvent(event('nobody waits'))).toBeNull();
    });

    it('is opened once by a commit that is handed in twice', async () => {
      const run = await anOwnedRun(harnessNow());
      const commit = commitOn(run, { openedWaits: [waitFor()] });
      await harnessNow().store.commit(commit);
      await harnessNow().store.commit(commit);
      expect(await harnessNow().sendEvent(event('a'))).toBe(run.runId);
      expect(await harnessNow().sendEvent(event('b'))).toBeNull();
    });
  });
}

// What every store of slots promises, as tests against a factory; each acts through two doors at once, as processes do.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BulkheadStore, OFFER_STANDS_MS, type Slot, type SlotHolder } from './bulkheads';

export type BulkheadHarness = {
  /** Two processes on one store. */
  readonly doors: readonly [BulkheadStore, BulkheadStore];
  /** A run that a worker of its own has just claimed. */
  claim(): Promise<Omit<SlotHolder, 'step'>>;
  /** From now on the lease of its worker has run out. */
  loseWorker(runId: string): Promise<void>;
  /** The run is parked by its worker. */
  park(run: Omit<SlotHolder, 'step'>): Promise<void>;
  /** Owners were lost with the parked run, so that it is worked alone. */
  keepApart(runId: string): Promise<void>;
  /** The run is cancelled by its worker. */
  end(run: Omit<SlotHolder, 'step'>): Promise<void>;
  /** Time passes for those who wait. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

const KEY = 'tool:payments.refund';
const ASKS_AGAIN_MS = 30_000;

export function bulkheadsConformance(name: string, open: () => Promise<BulkheadHarness>): void {
  describe(`${name} as a store of slots`, () => {
    let h: BulkheadHarness;
    beforeEach(async () => {
      h = await open();
    });
    afterEach(() => h.close());

    const ask = (run: Omit<SlotHolder, 'step'>, limit: number, { step = 2, door = 0, key = KEY } = {}) =>
      h.doors[door === 0 ? 0 : 1].take({ ...run, step, key, limit, asksAgainMs: ASKS_AGAIN_MS });
    const many = (count: number) => Promise.all(Array.from({ length: count }, () => h.claim()));
    const granted = (slots: readonly (Slot | null)[]) => slots.filter((slot) => slot !== null);

    async function taken(run: Omit<SlotHolder, 'step'>, limit: number): Promise<Slot> {
      const slot = await ask(run, limit);
      if (slot === null) throw new Error('a slot is free');
      return slot;
    }

    it('gives out as many as the limit when many ask at once through two doors, and never one slot twice', async () => {
      const runs = await many(14);
      const slots = granted(await Promise.all(runs.map((run, i) => ask(run, 5, { door: i % 2 }))));
      expect(new Set(slots.map(({ slot }) => slot)).size).toBe(slots.length);
      expect(slots.length).toBeLessThanOrEqual(5);
      // Those who met each other at a slot may have left one free; it is given to whoever asks next in the order of their coming.
      for (const run of runs) if (slots.length < 5) slots.push(...granted([await ask(run, 5)]));
      expect(slots.length).toBe(5);
      expect(granted(await Promise.all((await many(4)).map((run) => ask(run, 5, { door: 1 }))))).toEqual([]);
    });

    it('keeps the limit through rounds of giving back and asking by many', async () => {
      const runs = await many(8);
      let underWay = 0;
      let most = 0;
      await Promise.all(
        runs.map(async (run, i) => {
          for (let round = 0; round < 12; round++) {
            const slot = await ask(run, 3, { door: i % 2 });
            if (slot === null) continue;
            underWay += 1;
            most = Math.max(most, underWay);
            await Promise.resolve();
            underWay -= 1;
            await h.doors[i % 2 === 0 ? 1 : 0].release(slot);
          }
        }),
      );
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(3);
    });

    it('gives a holder that asks again the slot it has', async () => {
      const [run, other] = await many(2);
      if (run === undefined || other === undefined) throw new Error('two runs');
      const slot = await taken(run, 1);
      const again = await ask(run, 1, { door: 1 });
      expect(again?.slot).toBe(slot.slot);
      await h.doors[0].release(slot); // what the first asking got was given out anew
      expect(await ask(other, 1)).toBeNull();
    });

    it('counts each call of a run, and each key for itself', async () => {
      const run = await h.claim();
      expect(await ask(run, 2, { step: 2 })).not.toBeNull();
      expect(await ask(run, 2, { step: 3 })).not.toBeNull();
      expect(await ask(run, 2, { step: 4 })).toBeNull();
      expect(await ask(run, 2, { step: 4, key: 'model:demo' })).not.toBeNull();
    });

    it('gives nothing to a run that was lost, or was claimed anew', async () => {
      const run = await h.claim();
      expect(await ask({ ...run, fence: run.fence - 1 }, 1)).toBeNull();
      await h.loseWorker(run.runId);
      expect(await ask(run, 1)).toBeNull();
      expect(await ask(await h.claim(), 1)).not.toBeNull();
    });

    it('has the slots of a lost worker back as soon as its lease is over, and offers them', async () => {
      const [lost, waits] = await many(2);
      if (lost === undefined || waits === undefined) throw new Error('two runs');
      const slot = await taken(lost, 1);
      expect(await ask(waits, 1, { door: 1 })).toBeNull();
      expect(await h.doors[1].offer(KEY, 1)).toEqual({ wake: [], someWait: true });
      await h.loseWorker(lost.runId);
      expect(await h.doors[1].offer(KEY, 1)).toEqual({ wake: [waits.runId], someWait: true });
      expect(await ask(waits, 1, { door: 1 })).not.toBeNull();
      await h.doors[0].release(slot); // the zombie gives back what is another's by now
      expect(await ask(await h.claim(), 1)).toBeNull();
    });

    it('has the slot of a run back that left its worker without giving it back', async () => {
      const run = await h.claim();
      await taken(run, 1);
      await h.park(run);
      expect(await ask(await h.claim(), 1)).not.toBeNull();
    });

    it('offers what is given back to who has waited longest, and nobody else gets it meanwhile', async () => {
      const [holder, first, second] = await many(3);
      if (holder === undefined || first === undefined || second === undefined) throw new Error('three runs');
      const slot = await taken(holder, 1);
      expect(await ask(first, 1)).toBeNull();
      expect(await ask(second, 1, { door: 1 })).toBeNull();
      expect(await ask(first, 1, { door: 1 })).toBeNull(); // asking again keeps its place
      expect(await h.doors[1].release(slot)).toEqual({ wake: [first.runId], someWait: true });
      expect(await h.doors[1].release(slot)).toEqual({ wake: [], someWait: true });
      expect(await ask(await h.claim(), 1)).toBeNull();
      expect(await ask(second, 1)).toBeNull();
      expect(await ask(first, 1)).not.toBeNull();
    });

    it('lets others have what was offered and not taken, and offers it to the next one', async () => {
      const [holder, first, second] = await many(3);
      if (holder === undefined || first === undefined || second === undefined) throw new Error('three runs');
      const slot = await taken(holder, 1);
      await ask(first, 1);
      await ask(second, 1);
      await h.doors[0].release(slot);
      expect(await h.doors[1].offer(KEY, 1)).toEqual({ wake: [first.runId], someWait: true });
      await h.pass(OFFER_STANDS_MS + 100);
      expect(await h.doors[1].offer(KEY, 1)).toEqual({ wake: [second.runId], someWait: true });
      await h.pass(OFFER_STANDS_MS + 100);
      expect(await h.doors[1].offer(KEY, 1)).toEqual({ wake: [first.runId], someWait: true });
      await h.pass(OFFER_STANDS_MS + 100);
      expect(await ask(second, 1)).not.toBeNull();
    });

    it('keeps nothing free for a run that is worked alone: it gets what is free when it comes', async () => {
      const [holder, apart, next] = await many(3);
      if (holder === undefined || apart === undefined || next === undefined) throw new Error('three runs');
      const slot = await taken(holder, 1);
      expect(await ask(apart, 1)).toBeNull();
      await h.park(apart);
      await h.keepApart(apart.runId);
      expect(await ask(next, 1)).toBeNull();
      expect(await h.doors[1].release(slot)).toEqual({ wake: [next.runId], someWait: true });
      expect(await ask(next, 1, { door: 1 })).not.toBeNull();
    });

    it('waits no longer for who does not ask again in time, nor for a run that is over', async () => {
      const [holder, gone, late] = await many(3);
      if (holder === undefined || gone === undefined || late === undefined) throw new Error('three runs');
      const slot = await taken(holder, 1);
      await ask(gone, 1);
      await ask(late, 1);
      await h.end(gone);
      expect(await h.doors[0].release(slot)).toEqual({ wake: [late.runId], someWait: true });
      await h.pass(ASKS_AGAIN_MS + OFFER_STANDS_MS + 100);
      expect(await h.doors[0].offer(KEY, 1)).toEqual({ wake: [], someWait: false });
      expect(await ask(await h.claim(), 1)).not.toBeNull();
    });

    it('takes a lowered limit at once: nothing is given out while more are held, or a slot above it', async () => {
      const runs = await many(4);
      const slots = granted(await Promise.all(runs.slice(0, 3).map((run) => taken(run, 3))));
      const highest = slots.find(({ slot }) => slot === 3);
      const others = slots.filter((slot) => slot !== highest);
      const [waits] = runs.slice(3);
      if (highest === undefined || waits === undefined) throw new Error('three slots are held');
      await Promise.all(others.map((slot) => h.doors[1].release(slot)));
      expect(await ask(waits, 2)).toBeNull();
      await h.doors[0].release(highest);
      expect(await ask(waits, 2, { door: 1 })).not.toBeNull();
    });
  });
}

// What every breaker store promises, as tests against a factory; each acts through several doors at once, as processes do.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BreakerProbe, BreakerStore } from './breakers';

export type BreakerHarness = {
  /** Two processes on one store. */
  readonly stores: readonly [BreakerStore, BreakerStore];
  /** As the commands do it. */
  set(key: string, state: 'isolated' | 'closed'): Promise<void>;
  /** Lets time pass for the store. */
  pass(ms: number): Promise<void>;
  /** `from → to` of each change, in order. */
  changes(key: string): Promise<readonly string[]>;
  close(): Promise<void>;
};

const KEY = 'tool:payments.refund@receiver.example';
const TIME = { kind: 'time', ms: 60_000 } as const;
const OPENING = { openMs: 300, reason: 'It failed.', counts: { calls: 4, failures: 3, slow: 0 } };
const FAULTY = { verdict: 'faulty', openMs: 300, reason: 'A probe failed.' } as const;
const answered = (needed: number) => ({ verdict: 'answered', needed }) as const;
const NONE = { verdict: 'none', needed: 2 } as const;

export function breakersConformance(name: string, open: () => Promise<BreakerHarness>): void {
  describe(`${name} as a breaker store`, () => {
    let h: BreakerHarness;
    beforeEach(async () => {
      h = await open();
    });
    afterEach(() => h.close());

    async function halfOpen(): Promise<void> {
      await h.stores[0].open(KEY, 0, OPENING);
      await h.pass(320);
    }

    async function probes(most: number, wanted: number, leaseMs = 60_000): Promise<BreakerProbe[]> {
      const taken = await Promise.all(
        Array.from({ length: wanted }, (_, i) => h.stores[i % 2 === 0 ? 0 : 1].takeProbe(KEY, most, leaseMs)),
      );
      return taken.filter((probe) => probe !== null);
    }

    it('stands closed where nobody has heard of it', async () => {
      expect(await h.stores[0].read(KEY)).toEqual({ state: 'closed', epoch: 0, opensInMs: null });
      expect(await h.stores[0].countsOf(KEY, 0, TIME)).toEqual({ calls: 0, failures: 0, slow: 0 });
    });

    it('adds up what all processes report', async () => {
      const report = { key: KEY, epoch: 0, calls: 3, failures: 1, slow: 2 };
      await Promise.all([...h.stores, ...h.stores].map((store) => store.report([report])));
      expect(await h.stores[1].countsOf(KEY, 0, TIME)).toEqual({ calls: 12, failures: 4, slow: 8 });
    });

    it('counts the newest seconds that hold so many calls', async () => {
      await h.stores[0].report([{ key: KEY, epoch: 0, calls: 5, failures: 5, slow: 0 }]);
      await h.pass(1_100);
      await h.stores[1].report([{ key: KEY, epoch: 0, calls: 5, failures: 0, slow: 0 }]);
      const counted = (calls: number) => h.stores[0].countsOf(KEY, 0, { kind: 'calls', calls });
      expect(await counted(5)).toEqual({ calls: 5, failures: 0, slow: 0 });
      expect(await counted(6)).toEqual({ calls: 10, failures: 5, slow: 0 });
    });

    it('forgets what is older than the window', async () => {
      await h.stores[0].report([{ key: KEY, epoch: 0, calls: 5, failures: 5, slow: 0 }]);
      await h.pass(2_100);
      const counts = await h.stores[0].countsOf(KEY, 0, { kind: 'time', ms: 1_000 });
      expect(counts).toEqual({ calls: 0, failures: 0, slow: 0 });
    });

    it('is opened by exactly one of two that want it', async () => {
      const opened = await Promise.all(h.stores.map((store) => store.open(KEY, 0, OPENING)));
      expect(opened.toSorted()).toEqual([false, true]);
      expect(await h.stores[0].read(KEY)).toMatchObject({ state: 'open', epoch: 1 });
      expect((await h.stores[1].read(KEY)).opensInMs).toBeGreaterThan(0);
      expect(await h.changes(KEY)).toEqual(['closed → open']);
    });

    it('ignores reports of an older epoch', async () => {
      await halfOpen();
      const [probe] = await probes(1, 1);
      if (probe === undefined) throw new Error('a probe is left');
      await h.stores[0].settleProbe(probe, answered(1));
      const { epoch } = await h.stores[0].read(KEY);
      await h.stores[1].report([{ key: KEY, epoch: 0, calls: 90, failures: 90, slow: 0 }]);
      expect(await h.stores[0].countsOf(KEY, epoch, TIME)).toEqual({ calls: 0, failures: 0, slow: 0 });
      expect(await h.stores[1].open(KEY, 0, OPENING)).toBe(false);
    });

    it('gives no probe before its time', async () => {
      await h.stores[0].open(KEY, 0, OPENING);
      expect(await probes(2, 4)).toEqual([]);
    });

    it('gives exactly the permitted probes to many who ask at once', async () => {
      await halfOpen();
      expect(await probes(3, 40)).toHaveLength(3);
      expect(await h.stores[0].read(KEY)).toMatchObject({ state: 'half_open', epoch: 2 });
      expect(await h.changes(KEY)).toEqual(['closed → open', 'open → half_open']);
    });

    it('closes with the last needed answer, and counts an answered probe as one of the permitted', async () => {
      await halfOpen();
      const [first, second] = await probes(2, 2);
      if (first === undefined || second === undefined) throw new Error('two probes are left');
      await h.stores[0].settleProbe(first, answered(2));
      expect(await probes(2, 2)).toEqual([]);
      await h.stores[1].settleProbe(second, answered(2));
      expect(await h.stores[0].read(KEY)).toEqual({ state: 'closed', epoch: 3, opensInMs: null });
    });

    it('lets one more probe through where fewer are permitted now than were answered', async () => {
      await halfOpen();
      const taken = await probes(5, 3);
      for (const probe of taken) await h.stores[0].settleProbe(probe, answered(5));
      const [last] = await probes(2, 4);
      if (last === undefined) throw new Error('it would stay half open for ever');
      await h.stores[1].settleProbe(last, answered(2));
      expect(await h.stores[0].read(KEY)).toMatchObject({ state: 'closed' });
    });

    it('opens again with the first probe that fails; the others count for nothing any more', async () => {
      await halfOpen();
      const [first, second] = await probes(2, 2);
      if (first === undefined || second === undefined) throw new Error('two probes are left');
      await h.stores[0].settleProbe(first, FAULTY);
      expect(await h.stores[0].read(KEY)).toMatchObject({ state: 'open', epoch: 3 });
      await h.stores[1].settleProbe(second, answered(1));
      expect(await h.stores[0].read(KEY)).toMatchObject({ state: 'open', epoch: 3 });
    });

    it('gives the place of a probe that never returned to another, and of one that was given up', async () => {
      await halfOpen();
      const [lost] = await probes(1, 2, 200);
      if (lost === undefined) throw new Error('a probe is left');
      expect(await probes(1, 1)).toEqual([]);
      await h.pass(220);
      const [again] = await probes(1, 1);
      if (again === undefined) throw new Error('the place of the lost one is free');
      await h.stores[0].settleProbe(lost, FAULTY); // too late: its place is another's
      expect(await h.stores[0].read(KEY)).toMatchObject({ state: 'half_open' });
      await h.stores[0].settleProbe(again, NONE);
      expect(await probes(1, 1)).toHaveLength(1);
    });

    it('gives no probe while a person isolates it, and stands closed after a reset', async () => {
      await halfOpen();
      const [probe] = await probes(1, 1);
      await h.set(KEY, 'isolated');
      if (probe === undefined) throw new Error('a probe is left');
      await h.stores[0].settleProbe(probe, answered(1));
      expect(await probes(3, 3)).toEqual([]);
      const isolated = await h.stores[0].read(KEY);
      expect(isolated).toMatchObject({ state: 'isolated', opensInMs: null });
      expect(await h.stores[0].open(KEY, isolated.epoch, OPENING)).toBe(false);
      await h.set(KEY, 'closed');
      expect(await h.stores[1].read(KEY)).toMatchObject({ state: 'closed', epoch: isolated.epoch + 1 });
    });
  });
}

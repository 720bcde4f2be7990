// What everybody who keeps results promises, as tests against a factory; each acts through two doors, as processes do.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AskedRead,
  type KeptResults,
  MOST_KEPT_BYTES,
  type ReadCall,
  SINCE_MARGIN_MS,
  type Since,
} from './kept-results';

export type KeptResultsHarness = {
  /** Two processes on one store. */
  readonly doors: readonly [KeptResults, KeptResults];
  /** A run that results can be of. */
  aRun(): Promise<string>;
  putSecret(name: string): Promise<void>;
  removeSecret(name: string): Promise<void>;
  /** Lets time pass for the store. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

const CALL: ReadCall = { tool: 'orders.read', toolVersion: 3, argumentHash: 'a'.repeat(64), secrets: [] };
const LONG = 3_600_000;

export function keptResultsConformance(name: string, open: () => Promise<KeptResultsHarness>): void {
  describe(`${name} as a keeper of results`, () => {
    let h: KeptResultsHarness;
    let runId: string;
    beforeEach(async () => {
      h = await open();
      runId = await h.aRun();
    });
    afterEach(() => h.close());

    const resultOf = (value: string, over: object = {}) => ({
      value: { said: value, 'nul\0': '\0' },
      tainted: true,
      privateData: false,
      from: { runId, step: 4, latencyMs: 120, costMicroUsd: 70 },
      ...over,
    });
    async function ask(call: ReadCall = CALL): Promise<AskedRead> {
      const { kept, asked } = await h.doors[0].find(call, null);
      if (asked === null) throw new Error(`it stands already: ${JSON.stringify(kept)}`);
      return asked;
    }
    const found = async (call: ReadCall = CALL, since: Since | null = null) =>
      (await h.doors[1].find(call, since)).kept;

    it('give it to other processes, with its labels and where it comes from', async () => {
      const asked = await ask();
      await h.doors[0].keep(asked, resultOf('one'), LONG);
      expect(await found()).toEqual({
        value: { said: 'one', 'nul\0': '\0' },
        tainted: true,
        privateData: false,
        from: { runId, step: 4, at: asked.at, latencyMs: 120, costMicroUsd: 70 },
      });
    });

    it('give it for no other tool, version or arguments', async () => {
      await h.doors[0].keep(await ask(), resultOf('one'), LONG);
      expect(await found({ ...CALL, tool: 'orders.list' })).toBeNull();
      expect(await found({ ...CALL, toolVersion: 4 })).toBeNull();
      expect(await found({ ...CALL, argumentHash: 'b'.repeat(64) })).toBeNull();
    });

    it('count its time from the instant at which it was asked for, and give it no longer', async () => {
      const asked = await ask();
      await h.pass(150);
      await h.doors[0].keep(asked, resultOf('one'), 400);
      expect(await found()).not.toBeNull();
      await h.pass(300);
      expect(await found()).toBeNull();
      await h.doors[0].keep(asked, resultOf('one'), 400);
      expect(await found(), 'over before it was kept').toBeNull();
    });

    it('keep the one that was asked for last, whoever comes last', async () => {
      const first = await ask();
      await h.pass(5);
      const second = await ask();
      expect(Date.parse(second.at)).toBeGreaterThan(Date.parse(first.at));
      await Promise.all([
        h.doors[0].keep(second, resultOf('second'), LONG),
        h.doors[1].keep(first, resultOf('first'), LONG),
      ]);
      await h.doors[1].keep(first, resultOf('first'), LONG);
      expect((await found())?.value).toMatchObject({ said: 'second' });
    });

    /** So long after the store's time of `at`, on a clock that is `aheadMs` before the store's. */
    const sinceOf = async (at: string, afterMs: number, aheadMs = 0): Promise<Since> => {
      const now = await ask({ ...CALL, tool: 'orders.clock' });
      const byTheirs = (storeMs: number) => new Date(storeMs + aheadMs).toISOString();
      return { at: byTheirs(Date.parse(at) + afterMs), now: byTheirs(Date.parse(now.at)) };
    };

    it('give none that was asked for before an instant, at it or just after it', async () => {
      const asked = await ask();
      await h.doors[0].keep(asked, resultOf('one'), LONG);
      for (const afterMs of [0, 100 - SINCE_MARGIN_MS])
        expect(await found(CALL, await sinceOf(asked.at, afterMs)), `${afterMs}`).toBeNull();
      expect(await found(CALL, await sinceOf(asked.at, -SINCE_MARGIN_MS - 5_000))).not.toBeNull();
      const again = await h.doors[0].find(CALL, await sinceOf(asked.at, 0));
      expect(again.asked, 'so that a newer one takes its place').toMatchObject(CALL);
    });

    it('give none that was asked for before an instant, whatever the clock says that told it', async () => {
      const asked = await ask();
      await h.doors[0].keep(asked, resultOf('one'), LONG);
      await h.pass(50);
      for (const aheadMs of [-60_000, 60_000])
        expect(await found(CALL, await sinceOf(asked.at, 40, aheadMs)), `${aheadMs}`).toBeNull();
      const longAgo = await sinceOf(asked.at, -30_000, -60_000);
      expect(await found(CALL, longAgo), 'on a clock that is behind').not.toBeNull();
    });

    it('give none that was read with a secret that has changed since, or is gone', async () => {
      const call = { ...CALL, secrets: ['A_KEY', 'B_KEY'] };
      expect(await h.doors[0].find(call, null), 'nothing can be sent').toEqual({ kept: null, asked: null });
      await h.putSecret('A_KEY');
      await h.putSecret('B_KEY');
      const asked = await ask(call);
      await h.doors[0].keep(asked, resultOf('one'), LONG);
      expect(await found(call)).not.toBeNull();
      await h.putSecret('B_KEY');
      expect(await found(call)).toBeNull();
      await h.doors[0].keep(asked, resultOf('late, with the secret that was'), LONG);
      expect(await found(call)).toBeNull();
      await h.doors[0].keep(await ask(call), resultOf('two'), LONG);
      expect((await found(call))?.value).toMatchObject({ said: 'two' });
      await h.removeSecret('A_KEY');
      expect(await h.doors[1].find(call, null)).toEqual({ kept: null, asked: null });
      await h.putSecret('A_KEY');
      expect(await found(call), 'another secret under the same name').toBeNull();
    });

    it('pass over what is too large', async () => {
      const room = MOST_KEPT_BYTES - '{"said":""}'.length;
      await h.doors[0].keep(await ask(), { ...resultOf(''), value: { said: 'x'.repeat(room + 1) } }, LONG);
      expect(await found()).toBeNull();
      await h.doors[0].keep(await ask(), { ...resultOf(''), value: { said: 'x'.repeat(room) } }, LONG);
      expect(await found()).not.toBeNull();
    });
  });
}

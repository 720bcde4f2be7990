// Holds what caching saved to what was told of each attempt and of each spared read: whatever is counted when, lost as well as won, once each.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SpendFilter } from '@/lib/contract/spend';
import type { SparedRead } from '@/lib/ports/kept-results';
import { newTestRun } from '@/lib/ports/testing/journal-builder';
import {
  aWorker,
  claimAs,
  commitOn,
  failing,
  following,
  isoFromNow,
  type OwnedRun,
} from '@/lib/ports/testing/run-store-scenario';
import { createTestIds } from '@/lib/ports/testing/test-ids';
import { countHolds } from '../budgets/count-holds';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { createSpendTender } from '../spend/tend-spend';
import { readRunSavings, readSavings } from './read-savings';

const HOUR_MS = 3_600_000;
const FIRST_MS = Date.parse('2026-02-01T00:00:00.000Z');
const ids = createTestIds();
let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

type Act =
  | {
      readonly do: 'call';
      readonly name: string;
      readonly cached: number;
      readonly written: number;
      readonly saved: number;
    }
  | { readonly do: 'spare'; readonly name: string; readonly saved: number; readonly savedMs: number }
  | { readonly do: 'end' | 'count' | 'tend' };
type Acted = Act & { readonly run: number; readonly minute: number };

const name = fc.constantFrom('a', 'b');
const acts: fc.Arbitrary<Acted> = fc.record({ run: fc.nat(2), minute: fc.nat(300) }).chain((where) =>
  fc
    .oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant('call' as const),
          name,
          cached: fc.constantFrom(0, 0, 70, 900),
          written: fc.constantFrom(0, 0, 40),
          saved: fc.integer({ min: -500, max: 500 }),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant('spare' as const),
          name,
          saved: fc.nat(90),
          savedMs: fc.nat(4_000),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constantFrom('end' as const, 'count' as const, 'tend' as const) }),
      },
    )
    .map((act) => ({ ...act, ...where })),
);

const NONE = {
  prefix: { savedMicroUsd: 0, calls: 0, inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 },
  reuse: { savedMicroUsd: 0, savedMs: 0, reads: 0 },
};

it('adds up to what each call and each spared read told', { timeout: 120_000 }, async () => {
  let histories = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 15, maxLength: 45 }), async (history) => {
      const startMs = FIRST_MS + histories * 24 * HOUR_MS;
      histories += 1;
      const { tend } = createSpendTender(harness.db.pool);
      const runs = await Promise.all([0, 1, 2].map((place) => aSpender(place)));
      const told = runs.map(() => structuredClone(NONE));
      for (const act of history) {
        const run = runs[act.run];
        const sums = told[act.run];
        if (run === undefined || sums === undefined) continue;
        const at = new Date(startMs + act.minute * 60_000).toISOString();
        if (act.do === 'count') await countHolds(harness.db.pool, 3);
        else if (act.do === 'tend') await tend();
        else if (run.isOver) continue;
        else if (act.do === 'end') await run.fail();
        else if (act.do === 'spare') {
          await run.spare({ tool: act.name, savedMicroUsd: act.saved, savedMs: act.savedMs, at });
          sums.reuse.reads += 1;
          sums.reuse.savedMicroUsd += act.saved;
          sums.reuse.savedMs += act.savedMs;
        } else if (act.do === 'call') {
          const touched = act.cached + act.written > 0;
          await run.call(act.name, at, { ...act, saved: touched ? act.saved : 0 });
          if (!touched) continue;
          sums.prefix.calls += 1;
          sums.prefix.inputTokens += 1_000;
          sums.prefix.cachedInputTokens += act.cached;
          sums.prefix.cacheWriteTokens += act.written;
          sums.prefix.savedMicroUsd += act.saved;
        }
      }
      const period = {
        since: new Date(startMs).toISOString(),
        until: new Date(startMs + 6 * HOUR_MS).toISOString(),
      };
      const whole = await readSavings(harness.db, period, {});
      expect(withoutParts(whole)).toEqual(sumOf(told));
      const parts = whole.prefix.models.reduce((sum, { savedMicroUsd }) => sum + savedMicroUsd, 0);
      expect(parts).toBe(whole.prefix.savedMicroUsd);
      expect(whole.reuse.tools.reduce((sum, { reads }) => sum + reads, 0)).toBe(whole.reuse.reads);
      expect(withoutParts(await readSavings(harness.db, period, { label: 'team=odd' }))).toEqual(told[1]);
      expect(withoutParts(await readSavings(harness.db, period, { agent: 'even' }))).toEqual(
        sumOf(told.filter((_, place) => place !== 1)),
      );
      const of = (filter: SpendFilter) => readSavings(harness.db, period, filter);
      const [{ model, ...calls } = { model: 'a', ...NONE.prefix }] = whole.prefix.models;
      expect(withoutParts(await of({ model }))).toEqual({ prefix: calls, reuse: NONE.reuse });
      const [{ tool, ...reads } = { tool: 'a', ...NONE.reuse }] = whole.reuse.tools;
      expect(withoutParts(await of({ tool }))).toEqual({ prefix: NONE.prefix, reuse: reads });
      expect(withoutParts(await of({ model, tool }))).toEqual(NONE);
      const inState = (isOver: boolean) => told.filter((_, place) => runs[place]?.isOver === isOver);
      expect(withoutParts(await of({ status: 'failed' }))).toEqual(sumOf(inState(true)));
      expect(withoutParts(await of({ status: 'running' }))).toEqual(sumOf(inState(false)));
      expect(withoutParts(await of({ status: 'failed', label: 'team=odd' }))).toEqual(
        runs[1]?.isOver ? told[1] : NONE,
      );
      for (const [place, run] of runs.entries())
        expect(await readRunSavings(harness.db, run.runId)).toEqual(told[place]);
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

type Sums = typeof NONE;
const withoutParts = ({ prefix, reuse }: Awaited<ReturnType<typeof readSavings>>): Sums => {
  const { models: _models, ...calls } = prefix;
  const { tools: _tools, ...reads } = reuse;
  return { prefix: calls, reuse: reads };
};
const sumOf = (all: readonly Sums[]): Sums => {
  const add = <T extends Record<string, number>>(of: readonly T[], none: T): T =>
    Object.fromEntries(
      Object.keys(none).map((key) => [key, of.reduce((sum, one) => sum + (one[key] ?? 0), 0)]),
    ) as T; // safe because its keys are those of `none`
  return {
    prefix: add(
      all.map(({ prefix }) => prefix),
      NONE.prefix,
    ),
    reuse: add(
      all.map(({ reuse }) => reuse),
      NONE.reuse,
    ),
  };
};

/** The second of three has a label and an agent of its own. */
async function aSpender(place: number) {
  const runId = ids.timeOrdered();
  const labels = place === 1 ? { team: 'odd' } : {};
  const run = newTestRun(runId, place === 1 ? 'odd' : 'even', isoFromNow(-1_000));
  await harness.store.createRun({ ...run, labels });
  const claimed = await claimAs(harness, await aWorker(harness), runId);
  if (claimed === null) throw new Error('it can be claimed');
  let owned: OwnedRun = claimed;
  let step = 0;
  const commit = async (over: Parameters<typeof commitOn>[1]) => {
    const made = commitOn(owned, over);
    expect(await harness.store.commit(made)).toMatchObject({ status: 'committed' });
    owned = following(owned, made);
  };
  return {
    runId,
    isOver: false,
    async call(
      model: string,
      at: string,
      { cached, written, saved }: { cached: number; written: number; saved: number },
    ) {
      step += 1;
      const which = { runId, step, attempt: 1 };
      const called = { called: 'model', name: model, version: 1, allowances: [] } as const;
      await commit({ holds: [{ ...which, ...called, heldMicroUsd: 10, at }] });
      const tokens = { inputTokens: 1_000, outputTokens: 1, cachedInputTokens: cached, reasoningTokens: 0 };
      const usage = written === 0 ? tokens : { ...tokens, cacheWriteTokens: written };
      const settled = {
        costMicroUsd: 5,
        estimated: false,
        outcome: 'succeeded',
        usage,
        savedMicroUsd: saved,
      } as const;
      await commit({ settlements: [{ ...which, at, ...settled }] });
    },
    async spare(read: Omit<SparedRead, 'runId' | 'step' | 'attempt'>) {
      step += 1;
      await commit({ spared: [{ runId, step, attempt: 1, ...read }] });
    },
    async fail() {
      this.isOver = true;
      await harness.store.commit(failing(owned));
    },
  };
}

// Holds the sums that are kept to the journals: whatever happens, in whatever order it is counted, both answer each question the same.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_SPEND_ROWS, SPEND_KEYS, type SpendFilter, type SpendKey } from '../../contract/spend';
import { countHolds } from '../budgets/count-holds';
import { spendFromJournals } from '../read/read-spend';
import { cellsFor, spendFromCells } from '../read/spend-from-cells';
import type { Period } from '../read/spend-statement';
import { topRunsFromHours, topRunsFromJournals } from '../read/top-runs';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { mergeSpend } from './merge-spend';
import { createSpendTender, mergeAllSpend } from './tend-spend';
import { type Attempt, attempts, MODELS, TOOLS } from './testing/spending-attempts';
import { createHistory, type History } from './testing/spending-history';

const FIRST_MS = Date.parse('2026-01-01T00:00:00.000Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Journals are never emptied: each history has its own days. */
const APART_MS = 240 * HOUR_MS;
const iso = (ms: number) => new Date(ms).toISOString();
const periodsFrom = (ms: number) => [
  { since: iso(ms), until: iso(ms + 48 * HOUR_MS) },
  { since: iso(ms + HOUR_MS), until: iso(ms + 3 * HOUR_MS) },
];
const TWO: SpendKey[][] = SPEND_KEYS.flatMap((one, i) =>
  SPEND_KEYS.slice(i + 1).map((two): SpendKey[] => [one, two]),
);
const SINGLE: SpendKey[][] = [[], ...SPEND_KEYS.map((key): SpendKey[] => [key])];
const KEYS: SpendKey[][] = [
  ...SINGLE,
  ...TWO,
  ['agent', 'model', 'label', 'day'],
  ['status', 'tool', 'agent', 'hour'],
];
const FILTERS: SpendFilter[] = [
  {},
  { agent: 'triage' },
  { model: MODELS[1] },
  { tool: TOOLS[0] },
  { label: 'team=a' },
  { status: 'failed' },
  { status: 'queued' },
  { agent: 'refunds', tool: TOOLS[1], label: 'team=a' },
  { model: MODELS[0], status: 'succeeded' },
  { agent: 'nobody' },
];

type Op =
  | { readonly do: 'start'; readonly agent: string; readonly labels: Readonly<Record<string, string>> }
  | {
      readonly do: 'attempt' | 'late';
      readonly of: number;
      readonly made: Omit<Attempt, 'at'> & { readonly minute: number };
    }
  | { readonly do: 'end'; readonly of: number; readonly status: 'succeeded' | 'failed' | 'cancelled' }
  | { readonly do: 'redrive' | 'count' | 'merge'; readonly of: number }
  | { readonly do: 'tend' | 'ask' };

const some = fc.nat(20);
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      agent: fc.constantFrom('refunds', 'triage'),
      labels: fc.constantFrom({}, { team: 'a' }, { team: 'b', tier: 'gold' }, { team: 'a', tier: 'gold' }),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constant('attempt' as const), of: some, made: attempts() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), of: some, made: attempts() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      of: some,
      status: fc.constantFrom('succeeded', 'failed', 'failed', 'cancelled'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('redrive' as const), of: some }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('count' as const, 'merge' as const), of: some }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('tend' as const, 'tend' as const, 'ask' as const) }),
  },
);

describe('what was spent, by sums that are kept', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  type World = { readonly history: History; readonly tend: () => Promise<void>; readonly startMs: number };
  async function act({ history, tend, startMs }: World, one: Op): Promise<void> {
    const { pool } = harness.db;
    const first = periodsFrom(startMs).slice(0, 1);
    const made = (of: Extract<Op, { made: unknown }>) => ({
      ...of.made,
      at: iso(startMs + of.made.minute * MINUTE_MS),
    });
    if (one.do === 'start') await history.start(one.agent, one.labels);
    else if (one.do === 'attempt') await history.attempt(one.of, made(one));
    else if (one.do === 'late') await history.chargeLate(one.of, made(one));
    else if (one.do === 'end') await history.end(one.of, one.status);
    else if (one.do === 'redrive') {
      await history.redrive(one.of);
      await compare(first, [{}], [['status']]);
    } else if (one.do === 'count') await countHolds(pool, 1 + one.of);
    else if (one.do === 'merge') await mergeSpend(pool, { limit: 1 + one.of, wait: false });
    else if (one.do === 'tend') await tend();
    else await compare(first, [{}, { status: 'failed' }], SINGLE);
  }

  /** @returns how many questions were asked. */
  async function compare(
    periods: readonly Period[],
    filters: readonly SpendFilter[],
    all: readonly SpendKey[][],
  ): Promise<number> {
    const { pool } = harness.db;
    await mergeAllSpend(pool);
    const ask = async ({ text, values }: { text: string; values: unknown[] }) =>
      (await pool.query<object>(text, values)).rows;
    let asked = 0;
    for (const period of periods)
      for (const filter of filters) {
        const of = JSON.stringify({ filter, period });
        const { facet = null } = cellsFor(filter, []) ?? {};
        if (facet !== null)
          expect(await ask(topRunsFromHours(period, filter, facet, 9)), of).toEqual(
            await ask(topRunsFromJournals(period, filter, 9)),
          );
        for (const keys of all) {
          const cells = cellsFor(filter, keys);
          if (cells === null) continue;
          const kept = await ask(spendFromCells(period, filter, keys, cells, MOST_SPEND_ROWS + 1));
          expect(kept, `${of} by ${keys}`).toEqual(await ask(spendFromJournals(period, filter, keys)));
          asked += 1;
        }
      }
    return asked;
  }

  it('is what the journals say to the micro-dollar', { timeout: 300_000 }, async () => {
    let histories = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(op, { minLength: 40, maxLength: 120, size: 'max' }), async (ops) => {
        const startMs = FIRST_MS + histories * APART_MS;
        histories += 1;
        const { tend } = createSpendTender(harness.db.pool);
        const world = { history: createHistory(harness), tend, startMs };
        for (const one of ops) await act(world, one);
        expect(await compare(periodsFrom(startMs), FILTERS, KEYS)).toBeGreaterThan(300);
        const { rows } = await harness.db.pool.query<{ empty: number }>(
          'SELECT count(*)::int AS empty FROM spend_cell WHERE runs = 0',
        );
        expect(rows).toEqual([{ empty: 0 }]);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });
});

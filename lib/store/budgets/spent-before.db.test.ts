// What a budget finds spent that is set in the middle of its period: all of it, once, whatever is under way and whoever counts meanwhile.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BudgetName } from '../../domain/budget';
import { type BudgetHarness, CENT, GLOBAL_DAY, Spender } from '../../ports/testing/budget-scenario';
import { mergeSpend } from '../spend/merge-spend';
import { countHolds } from './count-holds';
import { spentIn } from './spent-before';
import { type DatabaseBudgets, openDatabaseBudgets } from './testing/budget-harness';

let budgets: DatabaseBudgets;
let h: BudgetHarness;
beforeAll(async () => {
  budgets = await openDatabaseBudgets();
});
afterAll(() => budgets.close());
beforeEach(async () => {
  h = await budgets.open();
});
afterEach(() => h.close());

const AGENT_DAY: BudgetName = { scope: 'agent:refunds', period: 'day' };
const present = async (name: BudgetName) => (await h.periodsOf(name))[0];
const merged = () => mergeSpend(budgets.harness.db.pool, { limit: 1_000, wait: true });
const figures = (spent: number, held: number) => ({
  spentMicroUsd: spent * CENT,
  heldMicroUsd: held * CENT,
  overrunMicroUsd: 0,
});
async function counted(): Promise<void> {
  while ((await h.ledgers[0].count(100)) > 0);
}

it.each([GLOBAL_DAY, AGENT_DAY, { scope: 'global', period: 'total' } as const])(
  'counts what was spent in its period before, merged into sums or not: %j',
  async (name) => {
    const spender = await Spender.of(h);
    await spender.settle(await spender.held(4 * CENT), 3 * CENT);
    await counted();
    await spender.settle(await spender.held(4 * CENT), 2 * CENT);
    expect(await countHolds(budgets.harness.db.pool, 100)).toBe(1); // merged by nobody yet
    await h.putBudget(name, 9 * CENT);
    expect(await present(name)).toEqual(figures(5, 0));
    expect(await spender.tried(5 * CENT)).toBeNull();
    expect(await spender.tried(4 * CENT)).not.toBeNull();
  },
);

it.each([
  ['label:team=a', 'label'],
  ['agent:refunds', 'all'],
  ['global', 'all'],
] as const)('finds the sums of %s by their key', async (scope, dimension) => {
  const client = await budgets.harness.db.pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (GENERIC_PLAN) ${spentIn(scope)[1]}`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain(
      `Index Cond: (((dimension)::text = '${dimension}'::text) AND ((facet)::text = 'all'::text)`,
    );
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

it('counts nothing of another scope, nor of a period before', async () => {
  const spender = await Spender.of(h);
  await spender.settle(await spender.held(4 * CENT), 3 * CENT);
  await counted();
  await budgets.harness.asOwner("UPDATE spend_cell SET hour = hour - interval '2 days'");
  await h.putBudget(GLOBAL_DAY, 9 * CENT);
  await h.putBudget({ scope: 'agent:other', period: 'total' }, 9 * CENT);
  await h.putBudget({ scope: 'label:team=a', period: 'total' }, 9 * CENT);
  expect(await present(GLOBAL_DAY)).toEqual(figures(0, 0));
  expect(await present({ scope: 'agent:other', period: 'total' })).toEqual(figures(0, 0));
  expect(await present({ scope: 'label:team=a', period: 'total' })).toEqual(figures(0, 0));
});

it('holds what calls under way may cost, and charges what they did cost', async () => {
  const spender = await Spender.of(h);
  const [open, settled] = [await spender.held(4 * CENT), await spender.held(3 * CENT)];
  await spender.settle(settled, CENT);
  await h.putBudget(GLOBAL_DAY, 9 * CENT);
  expect(await present(GLOBAL_DAY)).toEqual(figures(0, 5));
  expect(await spender.tried(5 * CENT)).toBeNull();
  await spender.settle(open, 2 * CENT);
  await counted();
  expect(await present(GLOBAL_DAY)).toEqual(figures(3, 0));
});

it('charges a call whose worker had not heard of it, by the period in which it was held', async () => {
  const spender = await Spender.of(h);
  await h.putBudget(GLOBAL_DAY, 9 * CENT);
  const unaware = spender.hold([], 4 * CENT);
  await spender.commit({ holds: [unaware] });
  await spender.settle(unaware, 3 * CENT);
  await counted();
  expect(await present(GLOBAL_DAY)).toEqual(figures(3, 0));
});

it('counts what was spent while it was taken away, and what was spent under it once', async () => {
  const spender = await Spender.of(h);
  await h.putBudget(GLOBAL_DAY, 20 * CENT);
  await spender.settle(await spender.held(4 * CENT), 3 * CENT);
  await counted();
  await h.putBudget(GLOBAL_DAY, null);
  const between = spender.hold([], 4 * CENT);
  await spender.commit({ holds: [between] });
  await spender.settle(between, 2 * CENT);
  await counted();
  await merged();
  await h.putBudget(GLOBAL_DAY, 20 * CENT);
  expect(await present(GLOBAL_DAY)).toMatchObject({ spentMicroUsd: 5 * CENT });
  await h.putBudget(GLOBAL_DAY, 30 * CENT);
  expect(await present(GLOBAL_DAY)).toMatchObject({ spentMicroUsd: 5 * CENT });
});

it('counts each cent once, while two processes settle, count and merge and others set budgets', async () => {
  const spenders = await Promise.all([0, 1, 0, 1].map((door) => Spender.of(h, door as 0 | 1))); // safe because these are the doors
  const names: BudgetName[] = [
    GLOBAL_DAY,
    AGENT_DAY,
    { scope: 'global', period: 'month' },
    { scope: 'agent:refunds', period: 'total' },
  ];
  let spent = 0;
  const spend = async (spender: Spender) => {
    for (let i = 0; i < 25; i += 1) {
      const hold = spender.hold([], 2 * CENT); // as of a worker that has not heard of any
      await spender.commit({ holds: [hold] });
      await spender.settle(hold, CENT);
      spent += 1;
    }
  };
  let over = false;
  const repeat = async (act: () => Promise<unknown>) => {
    while (!over) await act();
  };
  const others = [repeat(() => h.ledgers[0].count(3)), repeat(() => h.ledgers[1].count(3)), repeat(merged)];
  const set = async () => {
    for (const [i, name] of names.entries()) {
      while (spent < (i + 1) * 18) await new Promise((resolve) => setTimeout(resolve, 1));
      await h.putBudget(name, 1_000 * CENT);
    }
  };
  await Promise.all([...spenders.map(spend), set()]).finally(() => {
    over = true;
  });
  await Promise.all(others);
  await counted();
  for (const name of names) expect(await present(name), JSON.stringify(name)).toEqual(figures(100, 0));
});

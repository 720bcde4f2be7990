// Budgets while four real processes spend from one of them at once, and while one of them is killed.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BudgetHarness, CENT, GLOBAL_DAY } from '@/lib/ports/testing/budget-scenario';
import { aWorker, commitOn, isoFromNow } from '@/lib/ports/testing/run-store-scenario';
import { OtherProcess } from '../testing/other-process';
import { type DatabaseBudgets, openDatabaseBudgets } from './testing/budget-harness';
import type { SpenderCalls } from './testing/spender-process';

const PROCESSES = 4;
const PROGRAM = new URL('./testing/spender-process.ts', import.meta.url);
const LONG_MS = 120_000;
const SHORT_MS = 1_500;
const GLOBAL_TOTAL = { scope: 'global', period: 'total' } as const;

let budgets: DatabaseBudgets;
let h: BudgetHarness;
let processes: OtherProcess<SpenderCalls>[];
beforeAll(async () => {
  budgets = await openDatabaseBudgets();
});
afterAll(() => budgets.close());
beforeEach(async () => {
  h = await budgets.open();
  processes = Array.from({ length: PROCESSES }, (_, i) =>
    OtherProcess.start<SpenderCalls>(PROGRAM, [budgets.harness.appUrl, String(i + 1)]),
  );
});
afterEach(async () => {
  await Promise.all(processes.map((one) => one.kill()));
  await h.close();
});

const all = <T>(ask: (one: OtherProcess<SpenderCalls>) => Promise<T>) => Promise.all(processes.map(ask));
const sum = (figures: readonly number[]) => figures.reduce((total, one) => total + one, 0);
async function countAll(): Promise<void> {
  while ((await h.ledgers[0].count(100)) > 0);
}

/** Alone each takes seconds; where others work besides, what takes long is no fault. */
describe('one hot budget and four processes', { timeout: 300_000 }, () => {
  it('lets exactly 50 of 1 000 holds of 0.10 pass against 5.00, and uses again what they did not cost', async () => {
    await h.putBudget(GLOBAL_TOTAL, 500 * CENT);
    await all((one) => one.call('prepare', 1_000 / PROCESSES, LONG_MS));
    expect(sum(await all((one) => one.call('hold', 10 * CENT)))).toBe(50);
    expect(await h.periodsOf(GLOBAL_TOTAL)).toEqual([
      { spentMicroUsd: 0, heldMicroUsd: 500 * CENT, overrunMicroUsd: 0 },
    ]);

    expect(sum(await all((one) => one.call('settle', 4 * CENT)))).toBe(50);
    await Promise.all([countAll(), ...h.ledgers.map((ledger) => ledger.count(20))]);
    const second = sum(await all((one) => one.call('hold', 10 * CENT)));
    expect(second).toBe(30);
    const [figures] = await h.periodsOf(GLOBAL_TOTAL);
    expect(figures).toEqual({ spentMicroUsd: 200 * CENT, heldMicroUsd: 300 * CENT, overrunMicroUsd: 0 });
  });

  it('holds nothing for a killed process beyond its lease, but what its runs have under way until they are settled', async () => {
    await h.putBudget(GLOBAL_DAY, 100 * CENT);
    const [killed, other] = processes;
    if (killed === undefined || other === undefined) throw new Error('there are four');
    await Promise.all([killed.call('prepare', 2, SHORT_MS), other.call('prepare', 8, LONG_MS)]);
    expect(await killed.call('hold', 10 * CENT)).toBe(2);
    expect(await killed.call('grant', 70 * CENT, SHORT_MS)).toBe('granted');
    const runIds = await killed.call('heldRuns');
    await killed.kill();

    // The other's runs ask until the lease is over: seven of eight find room then.
    const startedAt = performance.now();
    expect(await other.call('hold', 11 * CENT)).toBe(7);
    expect(performance.now() - startedAt).toBeLessThan(LONG_MS / 4);
    expect((await h.periodsOf(GLOBAL_DAY))[0]?.heldMicroUsd).toBe((77 + 20) * CENT);

    // The runs are claimed by an heir, who settles what was under way at what was held.
    const { store } = h.runs;
    const heir = await aWorker(h.runs);
    const claimed = await vi.waitFor(async () => {
      const found = await Promise.all(runIds.map((id) => store.claimRun(heir, id)));
      expect(found).not.toContain(null);
      return found.flatMap((one) => (one === null ? [] : [one]));
    }, 30_000);
    for (const run of claimed) {
      const last = (await store.loadJournal(run.runId)).at(-1);
      if (last === undefined) throw new Error('a claimed run has a journal');
      const { rows } = await budgets.harness.db.pool.query<{ step: number; attempt: number; held: number }>(
        'SELECT step, attempt, held_micro_usd AS held FROM hold WHERE run_id = $1',
        [run.runId],
      );
      const settlements = rows.map(({ step, attempt, held }) => ({
        runId: run.runId,
        step,
        attempt,
        costMicroUsd: held,
        estimated: true,
        outcome: 'lost' as const,
        usage: null,
        at: isoFromNow(0),
      }));
      expect(settlements).toHaveLength(1);
      const owned = { ...run, workerId: heir, last };
      expect(await store.commit(commitOn(owned, { settlements }))).toMatchObject({ status: 'committed' });
    }
    await countAll();
    expect(await h.periodsOf(GLOBAL_DAY)).toEqual([
      { spentMicroUsd: 20 * CENT, heldMicroUsd: 77 * CENT, overrunMicroUsd: 0 },
    ]);
    expect(await other.call('settle', CENT)).toBe(7);
    await countAll();
    await h.pass(61_000);
    const { rows } = await budgets.harness.db.pool.query(
      'SELECT (SELECT count(*) FROM hold)::int AS holds, (SELECT sum(granted_micro_usd) FROM allowance WHERE worker_id IS NULL) AS stuck',
    );
    expect(rows).toEqual([{ holds: 0, stuck: null }]);
  });
});

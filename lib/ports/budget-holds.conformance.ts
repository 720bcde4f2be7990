// What a run store and a ledger of budgets promise together: holds come and go with commits, and are counted once.
import { describe, expect, it } from 'vitest';
import type { NewHold } from './budget-ledger';
import { type BudgetHarness, CENT, GLOBAL_DAY, Spender, settlementOf } from './testing/budget-scenario';
import { AGENT_TOTAL, eachBudgetTest, figures, gone } from './testing/each-budget-test';

export function budgetHoldsConformance(name: string, open: () => Promise<BudgetHarness>): void {
  describe(`${name} and its holds`, () => {
    const { h, present, counted } = eachBudgetTest(open);

    it('charges what it cost, once, and lets the worker use or give back what was not needed', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      const [spender, other] = [await Spender.of(h, 0), await Spender.of(h, 1)];
      const hold = await spender.held(10 * CENT);
      await spender.settle(hold, 3 * CENT);
      await spender.settle(hold, 9 * CENT); // settled already: left as it is
      expect(await spender.tend()).toMatchObject([{ freeMicroUsd: 7 * CENT }]);
      expect(await counted()).toBe(1);
      expect(await counted()).toBe(0);
      expect(await present()).toEqual(figures(3, 7));
      await spender.held(2 * CENT);
      await spender.rest();
      expect(await present()).toEqual(figures(3, 2));
      expect(await other.tried(6 * CENT)).toBeNull();
      expect(await other.tried(5 * CENT)).not.toBeNull();
    });

    it('holds the price of a tool beside the worst case of a model, and settles each with what it cost', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      const spender = await Spender.of(h);
      const allowances = await spender.granted(10 * CENT);
      const [model, tool] = [spender.hold(allowances, 4 * CENT), spender.hold(allowances, 6 * CENT, 'tool')];
      await spender.commit({ holds: [model, tool] });
      const lost = { estimated: true, outcome: 'lost', usage: null } as const;
      await spender.commit({
        settlements: [settlementOf(model, CENT), settlementOf(tool, 6 * CENT, lost)],
      });
      expect(await counted()).toBe(2);
      expect(await present()).toEqual(figures(7, 3));
    });

    it('shows what was charged beyond what was held, and never holds less than nothing', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      const spender = await Spender.of(h);
      await spender.settle(await spender.held(4 * CENT), 11 * CENT);
      await counted();
      expect(await present()).toEqual(figures(11, 0, 7));
      expect(await spender.ask(1)).toMatchObject({ status: 'refused', roomMicroUsd: 0 });
    });

    it('refuses a commit whose allowance is gone as a whole, and none of those that are written with it', async () => {
      await h.putBudget(GLOBAL_DAY, 100 * CENT);
      const lost = await Spender.of(h);
      const [old = ''] = await lost.granted(CENT);
      await h.runs.expireLease(lost.workerId);
      await counted();
      const spenders = await Promise.all(Array.from({ length: 7 }, () => Spender.of(h)));
      const holds = await Promise.all(
        spenders.map(async (spender, i): Promise<NewHold> => {
          const fresh = await spender.granted(CENT);
          return spender.hold(i === 3 ? [...fresh, old] : fresh, CENT);
        }),
      );
      const outcomes = await Promise.allSettled(
        spenders.map((spender, i) => spender.commit({ holds: holds.slice(i, i + 1) })),
      );
      expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
        true,
        true,
        true,
        false,
        true,
        true,
        true,
      ]);
      expect(outcomes[3]).toMatchObject({ reason: gone });
      const refused = spenders[3];
      if (refused === undefined) throw new Error('there are seven');
      expect(await h.runs.store.loadJournal(refused.run.runId)).toHaveLength(2);
      await refused.held(CENT); // it goes on as if nothing had been said
    });

    it('begins anew with the next period; a hold settles in the one in which it was taken', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      await h.putBudget(AGENT_TOTAL, 100 * CENT);
      const spender = await Spender.of(h);
      const hold = await spender.held(9 * CENT);
      await h.endPeriods();
      const fresh = await spender.held(10 * CENT);
      await spender.settle(hold, 8 * CENT);
      await counted();
      expect(await h.periodsOf(GLOBAL_DAY)).toEqual([figures(0, 10), figures(8, 1)]);
      await spender.settle(fresh, 10 * CENT);
      await counted();
      expect(await h.periodsOf(GLOBAL_DAY)).toEqual([figures(10, 0), figures(8, 1)]);
      expect(await h.periodsOf(AGENT_TOTAL)).toMatchObject([{ spentMicroUsd: 18 * CENT }]);
    });

    it('takes a commit that is handed in again once, also when its allowance has gone since', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      const spender = await Spender.of(h);
      const before = spender.run;
      const hold = spender.hold(await spender.granted(4 * CENT), 4 * CENT);
      await spender.commit({ holds: [hold] });
      await h.runs.expireLease(spender.workerId);
      await counted();
      const after = spender.run;
      spender.run = before;
      const row = after.last;
      await spender.commit({ rows: [row], holds: [hold] });
      expect(await present()).toEqual(figures(0, 4));
    });

    it('charges in full what a run had under way that ends without its journal', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      const spender = await Spender.of(h);
      await spender.held(4 * CENT);
      const { runId, fence } = spender.run;
      const deadLetter = { id: runId, fingerprint: 'c'.repeat(16), step: 1, tool: null, model: null };
      const why = {
        code: 'journal_unreadable',
        message: 'x',
        at: new Date().toISOString(),
        deadLetter,
      } as const;
      expect(await h.runs.store.condemn({ runId, fence }, why)).toBe(true);
      expect(await counted()).toBe(1);
      expect(await present()).toEqual(figures(4, 0));
    });

    it('leaves a settlement of what is not held as it is', async () => {
      const spender = await Spender.of(h);
      await spender.commit({ settlements: [settlementOf(spender.hold([], CENT), CENT)] });
      expect(await counted()).toBe(0);
    });
  });
}

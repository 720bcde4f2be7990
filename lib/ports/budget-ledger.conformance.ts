// What every ledger of budgets promises, as tests against a factory; each acts through two doors at once, as processes do.
import { describe, expect, it } from 'vitest';
import { type BudgetHarness, CENT, GLOBAL_DAY, Spender } from './testing/budget-scenario';
import { AGENT_TOTAL, eachBudgetTest, figures, gone } from './testing/each-budget-test';
import { aWorker, claimAs } from './testing/run-store-scenario';

export function budgetLedgerConformance(name: string, open: () => Promise<BudgetHarness>): void {
  describe(`${name} as a ledger of budgets`, () => {
    const { h, present, counted } = eachBudgetTest(open);

    it('bounds nothing where no budget applies', async () => {
      await h.putBudget({ scope: 'agent:other', period: 'day' }, 0);
      const spender = await Spender.of(h);
      expect(await spender.ask(CENT)).toEqual({ status: 'granted', allowances: [] });
      const hold = await spender.held(CENT);
      expect(hold.allowances).toEqual([]);
      await spender.settle(hold, CENT);
      expect(await counted()).toBe(1);
    });

    it('gives one allowance of each budget that applies: what is wanted where there is plenty, an eighth at most', async () => {
      await h.putBudget(GLOBAL_DAY, 1_000 * CENT);
      await h.putBudget(AGENT_TOTAL, 4_000 * CENT);
      const spender = await Spender.of(h);
      const answer = await spender.ask(CENT, 300 * CENT);
      if (answer.status !== 'granted') throw new Error('there is room');
      const free = answer.allowances.map(({ budget, freeMicroUsd }) => [budget.scope, freeMicroUsd / CENT]);
      expect(Object.fromEntries(free)).toEqual({ global: 125, 'agent:refunds': 300 });
      expect(answer.allowances.map(({ endsAt }) => endsAt === null).sort()).toEqual([false, true]);
      expect(await present()).toEqual(figures(0, 125));
      expect(await spender.tend()).toHaveLength(2);
    });

    it('lets pass exactly what fits, whichever process asks, and names the budget that refuses', async () => {
      await h.putBudget(GLOBAL_DAY, 500 * CENT);
      await h.putBudget(AGENT_TOTAL, 9_000 * CENT);
      const spenders = await Promise.all([Spender.of(h, 0), Spender.of(h, 1), Spender.of(h, 0)]);
      let passed = 0;
      for (let i = 0; i < 60; i++) if (await spenders[i % 3]?.tried(10 * CENT)) passed += 1;
      expect(passed).toBe(50);
      expect(await present()).toEqual(figures(0, 500));
      const refused = await spenders[0]?.ask(CENT);
      expect(refused).toMatchObject({
        status: 'refused',
        budget: GLOBAL_DAY,
        roomMicroUsd: 0,
        limitMicroUsd: 500 * CENT,
      });
      expect(Date.parse(refused?.status === 'refused' ? (refused.resetsAt ?? '') : '')).toBeGreaterThan(
        Date.now(),
      );
    });

    it('takes all or nothing, and tells the largest hold that every budget would take', async () => {
      await h.putBudget(GLOBAL_DAY, 500 * CENT);
      await h.putBudget(AGENT_TOTAL, 7 * CENT);
      const spender = await Spender.of(h);
      expect(await spender.ask(8 * CENT)).toMatchObject({
        status: 'refused',
        budget: AGENT_TOTAL,
        roomMicroUsd: 7 * CENT,
      });
      expect(await present()).toEqual(figures(0, 0));
      await spender.held(7 * CENT);
      expect(await spender.ask(1)).toMatchObject({ status: 'refused', resetsAt: null, roomMicroUsd: 0 });
    });

    it('bounds by a scope above where the own one has no budget', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      const spender = await Spender.of(h, 0, ['global', 'agent:refunds', 'label:team=a']);
      await spender.held(10 * CENT);
      expect(await spender.ask(1)).toMatchObject({ status: 'refused', budget: GLOBAL_DAY });
      const [elsewhere] = [await Spender.of(h, 1, ['agent:other'])];
      expect(await elsewhere.ask(CENT)).toEqual({ status: 'granted', allowances: [] });
    });

    it('asks others for what they do not use before it refuses', async () => {
      await h.putBudget(GLOBAL_DAY, 400 * CENT);
      const [rich, poor] = [await Spender.of(h, 0), await Spender.of(h, 1)];
      await rich.granted(CENT, 50 * CENT);
      expect(await poor.ask(360 * CENT)).toEqual({ status: 'recalling' });
      expect(await rich.tend()).toMatchObject([{ recalled: true, freeMicroUsd: 50 * CENT }]);
      await rich.rest();
      await poor.held(360 * CENT);
      await rich.held(40 * CENT);
      expect(await poor.ask(CENT)).toMatchObject({ status: 'refused' });
      expect(await rich.ask(CENT)).toMatchObject({ status: 'refused' });
    });

    it('gives exactly what is asked for while somebody looks for room', async () => {
      await h.putBudget(GLOBAL_DAY, 400 * CENT);
      const [rich, poor] = [await Spender.of(h, 0), await Spender.of(h, 1)];
      await rich.granted(CENT, 50 * CENT);
      await poor.ask(400 * CENT);
      await rich.rest();
      await rich.granted(CENT, 50 * CENT);
      expect(await present()).toEqual(figures(0, 1));
    });

    it('gives back no more than is free by its own count, and nothing of another’s', async () => {
      await h.putBudget(GLOBAL_DAY, 400 * CENT);
      const [spender, other] = [await Spender.of(h, 0), await Spender.of(h, 1)];
      const [id = ''] = await spender.granted(5 * CENT);
      await spender.commit({ holds: [spender.hold([id], 3 * CENT)] });
      await other.tend([{ allowance: id, microUsd: 5 * CENT }]);
      expect(await present()).toEqual(figures(0, 5));
      expect(await spender.tend([{ allowance: id, microUsd: 5 * CENT }])).toMatchObject([
        { freeMicroUsd: 0 },
      ]);
      expect(await present()).toEqual(figures(0, 3));
    });

    it('has back what a lost worker held and did not use; what it has under way stays held until it is settled', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      const [lost, heir] = [await Spender.of(h, 0), await Spender.of(h, 1)];
      const [id = ''] = await lost.granted(9 * CENT);
      const hold = lost.hold([id], 4 * CENT);
      await lost.commit({ holds: [hold] });
      expect(await heir.ask(6 * CENT)).toEqual({ status: 'recalling' });
      await h.runs.expireLease(lost.workerId);
      await heir.held(6 * CENT);
      expect(await lost.tend()).toEqual([]);
      await expect(lost.commit({ holds: [lost.hold([id], CENT)] })).rejects.toMatchObject(gone);
      const claimed = await claimAs(h.runs, await aWorker(h.runs), lost.run.runId);
      if (claimed === null) throw new Error('its run is free');
      lost.run = claimed;
      await lost.settle(hold, 1 * CENT, { estimated: true, outcome: 'lost' });
      await counted();
      expect(await present()).toEqual(figures(1, 6));
      await heir.held(3 * CENT);
    });

    it('takes grants of a lost worker back while holds are counted, whoever asks for nothing', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      const lost = await Spender.of(h);
      await lost.granted(9 * CENT);
      await h.runs.expireLease(lost.workerId);
      await counted();
      expect(await present()).toEqual(figures(0, 0));
    });

    it('takes room from whoever does not answer, and refuses his holds from then on', async () => {
      await h.putBudget(GLOBAL_DAY, 10 * CENT);
      const [silent, other] = [await Spender.of(h, 0), await Spender.of(h, 1)];
      const [id = ''] = await silent.granted(9 * CENT);
      expect(await other.ask(6 * CENT)).toEqual({ status: 'recalling' });
      await h.pass(6_000);
      await other.held(6 * CENT);
      await expect(silent.commit({ holds: [silent.hold([id], CENT)] })).rejects.toMatchObject(gone);
      await silent.held(4 * CENT);
    });

    it('stops new holds under a lowered limit; what is held runs out, what is not is recalled', async () => {
      await h.putBudget(GLOBAL_DAY, 100 * CENT);
      const spender = await Spender.of(h);
      const hold = await spender.held(20 * CENT);
      await spender.granted(10 * CENT);
      await h.putBudget(GLOBAL_DAY, 15 * CENT);
      expect(await (await Spender.of(h, 1)).ask(CENT)).toMatchObject({ status: 'recalling' });
      expect(await spender.tend()).toMatchObject([{ recalled: true, freeMicroUsd: 10 * CENT }]);
      await spender.rest();
      expect(await spender.ask(CENT)).toMatchObject({
        status: 'refused',
        limitMicroUsd: 15 * CENT,
        roomMicroUsd: 0,
      });
      await spender.settle(hold, 14 * CENT);
      await counted();
      await spender.rest();
      expect(await present()).toEqual(figures(14, 0));
      await spender.held(CENT);
      expect(await spender.ask(CENT)).toMatchObject({ status: 'refused' });
      await h.putBudget(GLOBAL_DAY, 16 * CENT);
      await spender.held(CENT);
    });

    it('bounds nothing any more once it is taken away', async () => {
      await h.putBudget(GLOBAL_DAY, CENT);
      const spender = await Spender.of(h);
      const hold = await spender.held(CENT);
      await h.putBudget(GLOBAL_DAY, null);
      expect(await spender.ask(CENT)).toEqual({ status: 'granted', allowances: [] });
      expect(await spender.tend()).toMatchObject([{ recalled: true }]);
      await spender.settle(hold, CENT);
      await counted();
      expect(await present()).toEqual(figures(1, 0));
    });
  });
}

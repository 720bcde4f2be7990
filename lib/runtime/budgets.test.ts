import { describe, expect, it } from 'vitest';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import type { RuntimeBench } from './testing/runtime-bench';
import { answers, counting, finishes, type ScriptedAnswer } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const TOTAL = { scope: 'global', period: 'total' } as const;
const CALL = 3_000 + 2 * 20;
const turn = (script: ScriptedAnswer) => counting(script, 3_000, 20);
const TWO_REFUNDS = [answers(refund('A-1')), answers(refund('A-2')), finishes('Done.')].map(turn);
const LOOP = Array.from({ length: 40 }, (_, i) => turn(answers(refund(`A-${i}`))));

const figures = (
  bench: RuntimeBench,
  budget: { scope: string; period: 'day' | 'month' | 'total' } = TOTAL,
) => {
  const [present] = bench.store.budgets.periodsOf(budget);
  return present ?? { spentMicroUsd: 0, heldMicroUsd: 0, overrunMicroUsd: 0 };
};
const cost = (bench: RuntimeBench) =>
  [...bench.store.runs.keys()].reduce((sum, runId) => sum + bench.state(runId).usage.costMicroUsd, 0);

/** All holds are counted, what is not used is given back, and the leases of the dead are over. */
const settle = (bench: RuntimeBench) => bench.clock.pass(45_000);

describe('a budget', () => {
  it('is spent by what calls cost, and holds nothing when they are over', async () => {
    const bench = open({ turns: TWO_REFUNDS });
    bench.store.budgets.put(TOTAL, 1_000_000);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    await settle(bench);
    expect(figures(bench)).toEqual({ spentMicroUsd: 3 * CALL, heldMicroUsd: 0, overrunMicroUsd: 0 });
  });

  it('stops runs before they pass it, with what they have; a raise lets them go on', async () => {
    const bench = open({ turns: LOOP });
    bench.store.budgets.put(TOTAL, 30_000);
    await new KillableProcess(bench).start();
    const runs = [await bench.start(), await bench.start(), await bench.start()];
    for (const runId of runs) await bench.untilStatus(runId, 'waiting', 'budget');
    await settle(bench);
    const { spentMicroUsd, heldMicroUsd } = figures(bench);
    expect(spentMicroUsd).toBe(cost(bench));
    expect(spentMicroUsd + heldMicroUsd).toBeLessThanOrEqual(30_000);
    expect(spentMicroUsd).toBeGreaterThan(15_000);
    const [first = ''] = runs;
    expect(bench.store.runs.get(first)).toMatchObject({
      waiting: { items: [{ kind: 'budget', id: 'total:global' }] },
      summary: { partial: { results: expect.arrayContaining([expect.objectContaining({ step: 2 })]) } },
    });
    const before = bench.state(first).usage.steps;
    bench.model.turns = [turn(finishes('Enough.'))];
    bench.store.budgets.put(TOTAL, 1_000_000);
    await bench.store.hasten(runs);
    for (const runId of runs) await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(first).usage.steps).toBe(before + 2);
  });

  it('wakes who was refused by it and had not parked yet when it was raised', async () => {
    const bench = open({ turns: TWO_REFUNDS });
    bench.store.budgets.put(TOTAL, 2_000);
    const commit = bench.store.commit.bind(bench.store);
    bench.store.commit = async (one) => {
      if (one.exit?.kind === 'park' && one.exit.waiting.reason === 'budget')
        bench.store.budgets.put(TOTAL, 1_000_000); // nobody waits for it yet
      return commit(one);
    };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.clock.pass(30_000);
    expect(bench.status(runId)).toBe('succeeded');
  });

  it('shortens an answer to what is left of it', async () => {
    const bench = open({ turns: [turn(finishes('Done.'))] });
    bench.store.budgets.put(TOTAL, 8_000);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    const [request] = bench.model.requests;
    expect(request?.maxOutputTokens).toBeGreaterThan(500);
    expect(request?.maxOutputTokens).toBeLessThan(4_000);
  });

  it('bounds by agent and by label, and bounds the scope above where its own has none', async () => {
    const bench = open({ turns: TWO_REFUNDS });
    const agent = { scope: 'agent:refunds', period: 'day' } as const;
    bench.store.budgets.put(TOTAL, 1_000_000);
    bench.store.budgets.put(agent, 2_000);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'budget');
    expect(bench.model.requests).toHaveLength(0);
    expect(bench.store.runs.get(runId)?.waiting?.items).toMatchObject([{ id: 'day:agent:refunds' }]);
    bench.store.budgets.put(agent, null);
    await bench.store.hasten([runId]);
    await bench.untilStatus(runId, 'succeeded');
  });

  it('goes on by itself when its period is over', async () => {
    const bench = open({ turns: TWO_REFUNDS });
    bench.store.budgets.put({ scope: 'global', period: 'day' }, 9_000);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'budget');
    bench.store.budgets.endPeriods();
    await bench.untilStatus(runId, 'succeeded');
    await settle(bench);
    const [today, yesterday] = bench.store.budgets.periodsOf({ scope: 'global', period: 'day' });
    expect((today?.spentMicroUsd ?? 0) + (yesterday?.spentMicroUsd ?? 0)).toBe(cost(bench));
    expect(yesterday?.spentMicroUsd).toBeGreaterThan(0);
  });

  it('lets no run wait beyond the deadline that its caller gave, while the run’s own time stands still', async () => {
    const bench = open({ turns: TWO_REFUNDS });
    bench.store.budgets.put(TOTAL, 2_000);
    await new KillableProcess(bench).start();
    const own = await bench.start({ order_id: 'A-1' }, { deadlineMs: 60_000 });
    const given = await bench.start({ order_id: 'A-2' }, {}, { deadlineMs: 60_000 });
    for (const runId of [own, given]) await bench.untilStatus(runId, 'waiting', 'budget');
    await bench.untilStatus(given, 'waiting', 'limit');
    const { bound, givenDeadlineAt } = bench.state(given);
    expect(bound).toMatchObject({ bound: 'deadline' });
    expect(bench.clock.now() - Date.parse(givenDeadlineAt ?? '')).toBeLessThan(2_000);
    expect(bench.model.requests).toHaveLength(0);
    await bench.clock.pass(3_600_000);
    expect(bench.store.runs.get(own)?.waiting?.reason).toBe('budget');
  });

  it('is charged for what comes after the end of a run: a cancelled call may have cost', async () => {
    const bench = open({ turns: [() => new Promise(() => {})] });
    bench.store.budgets.put(TOTAL, 1_000_000);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.model.requests.length === 1);
    bench.store.appendInput(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'Enough.' });
    await bench.untilStatus(runId, 'cancelled');
    await settle(bench);
    expect(figures(bench).spentMicroUsd).toBe(cost(bench));
    expect(cost(bench)).toBeGreaterThan(0);
    expect(figures(bench).heldMicroUsd).toBe(0);
  });

  it('is never passed and leaks nothing, wherever processes die', async () => {
    const history = async (deaths: readonly number[]) => {
      const bench = open({ turns: TWO_REFUNDS });
      bench.store.budgets.put(TOTAL, 60_000);
      const runs = [await bench.start(), await bench.start()];
      let gates = 0;
      for (const diesAtGate of [...deaths, undefined]) {
        const process = new KillableProcess(bench, { diesAtGate });
        await process.start();
        await bench.clock.runUntil(() => {
          const { spentMicroUsd, heldMicroUsd, overrunMicroUsd } = figures(bench);
          expect(spentMicroUsd + heldMicroUsd, String(deaths)).toBeLessThanOrEqual(60_000);
          expect(overrunMicroUsd).toBe(0);
          return process.dead || runs.every((runId) => bench.store.runs.get(runId)?.finishedAt !== null);
        });
        gates = process.gates;
        if (!process.dead) await settle(bench);
        process.kill();
      }
      const { spentMicroUsd, heldMicroUsd } = figures(bench);
      expect([spentMicroUsd, heldMicroUsd], String(deaths)).toEqual([cost(bench), 0]);
      expect(spentMicroUsd).toBeGreaterThanOrEqual(bench.model.requests.length * CALL);
      return gates;
    };
    const gates = await history([]);
    for (let first = 1; first <= gates; first += 5) await history([first]);
    for (let first = 2; first <= gates; first += 19) await history([first, first + 3]);
  });
});

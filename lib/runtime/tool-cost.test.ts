import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { approveCalls, refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const PRICE = 40_000;
const TOTAL = { scope: 'global', period: 'total' } as const;
const priced = (over: object = {}) => toolVersion(REFUND, { price: { perCallMicroUsd: PRICE }, ...over });
const ONE = [answers(refund('A-1')), finishes('Done.')];

async function begin(options: Partial<BenchOptions> = {}, limits = {}, budget = 1_000_000) {
  const bench = open({ turns: ONE, tools: [priced()], ...options });
  bench.store.budgets.put(TOTAL, budget);
  await new KillableProcess(bench).start();
  return { bench, runId: await bench.start({ order_id: 'A-1' }, limits) };
}

describe('a call with a price', () => {
  it('is held with its intent and counts in its step, its run and every budget', async () => {
    const { bench, runId } = await begin();
    let held: unknown;
    bench.receiver.afterEffect = async () => {
      held = bench.store.budgets.holds.all().map(({ hold }) => [hold.called, hold.name, hold.heldMicroUsd]);
    };
    await bench.untilStatus(runId, 'succeeded');
    expect(held).toContainEqual(['tool', REFUND, PRICE]);
    expect(bench.toolStep(runId)).toMatchObject({ costMicroUsd: PRICE, held: null, estimated: false });
    const models = bench
      .state(runId)
      .steps.reduce((n, one) => n + (one.kind === 'model' ? one.costMicroUsd : 0), 0);
    expect(bench.state(runId).usage.costMicroUsd).toBe(models + PRICE);
    await bench.clock.pass(45_000);
    expect(bench.store.budgets.periodsOf(TOTAL)).toEqual([
      { spentMicroUsd: models + PRICE, heldMicroUsd: 0, overrunMicroUsd: 0 },
    ]);
  });

  it('costs what its result says, also beyond what was held for it', async () => {
    for (const [cost, overrun] of [
      [0.01, 0],
      [0.05, 10_000],
    ] as const) {
      const told = priced({ price: { perCallMicroUsd: PRICE, costPath: 'cost' } });
      const { bench, runId } = await begin({ tools: [told] });
      bench.receiver.respond = () => ({ cost });
      await bench.untilStatus(runId, 'succeeded');
      expect(bench.toolStep(runId)).toMatchObject({ costMicroUsd: cost * 1_000_000, estimated: false });
      await bench.clock.pass(45_000);
      expect(bench.store.budgets.periodsOf(TOTAL)[0]).toMatchObject({ overrunMicroUsd: overrun });
    }
  });

  it.each([
    ['refuse', 0],
    ['lose_reply', 1],
    ['hang', 1],
  ] as const)(
    'that ended with %s counts %i times as what was held, and its repetition besides',
    async (fault, times) => {
      const { bench, runId } = await begin();
      bench.receiver.faults = [fault];
      await bench.untilStatus(runId, 'succeeded');
      expect(bench.toolStep(runId)).toMatchObject({
        costMicroUsd: (times + 1) * PRICE,
        estimated: times > 0,
      });
    },
  );

  it('of which nobody knows whether it happened is counted as held, and no answer of a person makes it dearer', async () => {
    const { bench, runId } = await begin({ tools: [priced({ effect: 'unsafe' })] });
    await bench.untilStatus(runId, 'waiting', 'approval');
    approveCalls(bench);
    bench.receiver.faults = ['lose_reply'];
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
    expect(bench.toolStep(runId)).toMatchObject({ costMicroUsd: PRICE, held: null, estimated: true });
    bench.decide(bench.onlyApproval(), 'happened', { answer: {} });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ costMicroUsd: PRICE });
  });

  it('costs nothing where its key had succeeded before, or the receiver is only asked', async () => {
    const byOrder = priced({ keyTemplate: 'refund:{order_id}' });
    const { bench, runId } = await begin({ tools: [byOrder], turns: [...ONE, ...ONE] });
    await bench.untilStatus(runId, 'succeeded');
    const second = await bench.start({ order_id: 'A-1' });
    await bench.untilStatus(second, 'succeeded');
    expect(bench.toolStep(second)).toMatchObject({ resultSource: 'ledger', costMicroUsd: 0 });
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is not sent beyond the money of its run, together with what is under way; a raise lets it go on', async () => {
    const turns = [answers(refund('A-1'), refund('A-2'), refund('A-3')), finishes('Done.')];
    const { bench, runId } = await begin({ turns }, { maxCostMicroUsd: 2 * PRICE + 20_000 });
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(bench.state(runId).bound).toMatchObject({ bound: 'cost' });
    expect(bench.receiver.effects).toHaveLength(2);
    bench.store.appendInput(runId, {
      type: 'resume',
      by: { kind: 'user', id: 'user-eve', label: 'Eve' },
      reason: 'It is worth it.',
      limits: { maxCostMicroUsd: 4 * PRICE },
    });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(3);
  });

  it('waits for a budget without an attempt, and goes on when it is raised', async () => {
    const { bench, runId } = await begin({}, {}, 30_000);
    await bench.untilStatus(runId, 'waiting', 'budget');
    expect(bench.toolStep(runId)).toMatchObject({ attempts: [], deferred: { by: 'budget' } });
    expect(bench.receiver.calls).toEqual([]);
    bench.store.budgets.put(TOTAL, 1_000_000);
    await bench.store.hasten([runId]);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is settled by the price it was begun with, whatever is configured meanwhile', async () => {
    const { bench, runId } = await begin();
    bench.receiver.afterEffect = async () =>
      bench.putTool(toolVersion(REFUND, { price: { perCallMicroUsd: 9 * PRICE } }, 2));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ costMicroUsd: PRICE, call: { toolVersion: 1 } });
  });
});

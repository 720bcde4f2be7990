// What budgets elsewhere are known to get wrong, one test for each, against the whole runtime. Every one fails when money is only looked at before a call, or held for less than the call may cost.
import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, counting, finishes, type ScriptedAnswer } from './testing/scripted-model';
import { SCRIPTED_MODEL } from './testing/scripted-version';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const TOTAL = { scope: 'global', period: 'total' } as const;
const PRICE = 40_000;
const PRICED = toolVersion(REFUND, { price: { perCallMicroUsd: PRICE } });
const turn = (script: ScriptedAnswer) => counting(script, 3_000, 20);
const LOOP = Array.from({ length: 40 }, (_, i) => turn(answers(refund(`A-${i}`))));
const neverAnswers: ScriptedAnswer = () => new Promise(() => {});

async function begin(options: Partial<BenchOptions>, limitMicroUsd: number | null): Promise<RuntimeBench> {
  const bench = open(options);
  if (limitMicroUsd !== null) bench.store.budgets.put(TOTAL, limitMicroUsd);
  await new KillableProcess(bench, { slots: 40 }).start();
  return bench;
}

const startMany = (bench: RuntimeBench, count: number) =>
  Promise.all(Array.from({ length: count }, () => bench.start()));
const figures = (bench: RuntimeBench) => {
  const [present] = bench.store.budgets.periodsOf(TOTAL);
  if (present === undefined) throw new Error('nobody asked the budget');
  return present;
};
const holds = (bench: RuntimeBench) => bench.store.budgets.holds.all().map(({ hold }) => hold);
const cancel = (bench: RuntimeBench, runId: string) =>
  bench.store.appendInput(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'Enough.' });
/** All that is settled is counted, and what is not used is given back. */
const settle = (bench: RuntimeBench) => bench.clock.pass(45_000);

describe('peer bug', () => {
  it('session budget without reservation: calls at once spend what each of them saw as free', async () => {
    const bench = await begin({ turns: [neverAnswers] }, 60_000);
    await startMany(bench, 30);
    await bench.clock.pass(20_000);
    const under = holds(bench);
    expect(under.length).toBeGreaterThan(1);
    expect(bench.model.requests).toHaveLength(under.length);
    expect(under.length).toBeLessThan(30);
    expect(under.reduce((sum, { heldMicroUsd }) => sum + heldMicroUsd, 0)).toBeLessThanOrEqual(60_000);
  });

  it('unknown price taken as free: a call nobody can price is made', async () => {
    const bench = open({ turns: LOOP });
    const { prices: _none, ...definition } = SCRIPTED_MODEL.definition;
    bench.ports.catalog.model = async () => ({ ...SCRIPTED_MODEL, definition });
    bench.store.budgets.put(TOTAL, 1_000_000);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'failed');
    expect(bench.store.runs.get(runId)?.error).toMatchObject({ code: 'price_unknown' });
    expect(bench.model.requests).toEqual([]);
  });

  it('hold never released after cancel: what a cancelled run did not spend stays taken', async () => {
    const bench = await begin({ turns: [neverAnswers] }, 60_000);
    const runs = await startMany(bench, 30);
    await bench.clock.runUntil(() => bench.model.requests.length > 1);
    for (const runId of runs) cancel(bench, runId);
    for (const runId of runs) await bench.untilStatus(runId, 'cancelled');
    await settle(bench);
    expect(holds(bench)).toEqual([]);
    expect(figures(bench).heldMicroUsd).toBe(0);
    bench.model.turns = [turn(finishes('Done.'))];
    bench.store.budgets.put(TOTAL, figures(bench).spentMicroUsd + 10_000);
    await bench.untilStatus(await bench.start(), 'succeeded');
  });

  it('hold resized instead of refused: a call that does not fit is held for what is left, and made', async () => {
    const turns = [answers(refund('A-1')), finishes('Done.')];
    const bench = await begin({ turns, tools: [PRICED] }, PRICE - 1);
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'budget');
    expect(bench.toolStep(runId)).toMatchObject({ attempts: [], held: null });
    expect(holds(bench).filter(({ called }) => called === 'tool')).toEqual([]);
    expect(bench.receiver.calls).toEqual([]);
  });

  it('hold resized instead of refused: a model may answer for more than was held', async () => {
    const bench = await begin({ turns: [neverAnswers] }, 8_000);
    await bench.start();
    await bench.clock.runUntil(() => bench.model.requests.length === 1);
    const [hold] = holds(bench);
    const most = bench.model.requests[0]?.maxOutputTokens ?? Number.POSITIVE_INFINITY;
    expect(hold?.heldMicroUsd).toBeGreaterThan(2 * most);
    expect(hold?.heldMicroUsd).toBeLessThanOrEqual(8_000);
  });

  it('open when the store is away: what can’t be held is let through', async () => {
    const bench = open({ turns: [turn(finishes('Done.'))] });
    const { budgets } = bench.store;
    budgets.put(TOTAL, 1_000_000);
    const grant = budgets.grant.bind(budgets);
    let asked = 0;
    budgets.grant = () => {
      asked += 1;
      return Promise.reject(new StoreUnavailableError('away'));
    };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.clock.pass(60_000);
    expect(asked).toBeGreaterThan(2);
    expect(bench.model.requests).toEqual([]);
    budgets.grant = grant;
    await bench.untilStatus(runId, 'succeeded');
  });

  it('no budget row means no cap though a parent scope has one', async () => {
    const bench = await begin({ turns: LOOP }, 2_000);
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'budget');
    expect(bench.store.budgets.periodsOf({ scope: 'agent:refunds', period: 'total' })).toEqual([]);
    expect(bench.store.runs.get(runId)?.waiting?.items).toMatchObject([{ id: 'total:global' }]);
    expect(bench.model.requests).toEqual([]);
  });

  it('work started after exhaustion: later runs begin calls that nothing is left for', async () => {
    const bench = await begin({ turns: LOOP }, 30_000);
    const first = await bench.start();
    await bench.untilStatus(first, 'waiting', 'budget');
    await settle(bench);
    const made = bench.model.requests.length;
    expect(made).toBeGreaterThan(1);
    const later = await startMany(bench, 10);
    for (const runId of later) await bench.untilStatus(runId, 'waiting', 'budget');
    await bench.clock.pass(600_000);
    expect(bench.model.requests).toHaveLength(made);
    expect(later.map((runId) => bench.state(runId).usage.costMicroUsd)).toEqual(later.map(() => 0));
    expect(figures(bench).spentMicroUsd).toBeLessThanOrEqual(30_000);
  });

  it('late usage after the end is not charged: the run was cancelled while its call was under way', async () => {
    const bench = await begin({ turns: [neverAnswers] }, 1_000_000);
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.model.requests.length === 1);
    const held = holds(bench).reduce((sum, { heldMicroUsd }) => sum + heldMicroUsd, 0);
    cancel(bench, runId);
    await bench.untilStatus(runId, 'cancelled');
    await settle(bench);
    expect(held).toBeGreaterThan(0);
    expect(figures(bench)).toEqual({ spentMicroUsd: held, heldMicroUsd: 0, overrunMicroUsd: 0 });
  });
});

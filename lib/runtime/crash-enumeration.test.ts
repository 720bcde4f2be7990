import { describe, expect, it } from 'vitest';
import { unexplainedRows } from './testing/explained-journal';
import { KillableProcess } from './testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';

const refund = (order_id: string) => ({ tool: REFUND, arguments: { order_id, amount: 5 } });
const PRICE = 40_000;
const EVERYTHING = { scope: 'global', period: 'total' } as const;
const LOOKED_UP_BY = { lookup: { method: 'GET', url: 'https://receiver.example/effects/{key}' } };

type Case = {
  readonly effect: 'idempotent' | 'reconcilable' | 'unsafe';
  /** Only an idempotent tool's receiver honours keys: the others would count a second call as a second effect. */
  readonly honoursKeys: boolean;
};

/** Two refunds side by side, then a third, then the end; unsafe calls are allowed without asking so that only crashes need a person. */
function benchOf({ effect, honoursKeys }: Case): RuntimeBench {
  const bench = new RuntimeBench({
    turns: [answers(refund('A-1'), refund('A-2')), answers(refund('A-3')), finishes('Done.')],
    tools: [
      toolVersion(REFUND, {
        effect,
        price: { perCallMicroUsd: PRICE },
        ...(effect === 'reconcilable' ? LOOKED_UP_BY : {}),
      }),
    ],
    honoursKeys,
  });
  bench.store.budgets.put(EVERYTHING, 1_000_000_000);
  return bench;
}

/** Whatever the receiver may have charged is counted, and nothing stays held. */
async function expectPaid(bench: RuntimeBench, runId: string, trail: string) {
  const { steps, usage } = bench.state(runId);
  const spent = steps.reduce((sum, step) => sum + (step.kind === 'tool' ? step.costMicroUsd : 0), 0);
  expect(spent, trail).toBeGreaterThanOrEqual(bench.receiver.effects.length * PRICE);
  const rows = bench.store.runs.get(runId)?.rows ?? [];
  expect(rows.reduce((sum, row) => sum + row.costMicroUsd, 0)).toBe(usage.costMicroUsd);
  await bench.store.budgets.count(1_000);
  expect(bench.store.budgets.holds.all(), trail).toEqual([]);
  expect(bench.store.budgets.periodsOf(EVERYTHING)[0], trail).toMatchObject({
    spentMicroUsd: usage.costMicroUsd,
    overrunMicroUsd: 0,
  });
}

/** A person settles whatever is unknown by looking at the receiver's own books, and approves what waits. */
function settle(bench: RuntimeBench): number {
  const pending = bench.pendingApprovals();
  for (const approval of pending) {
    if (approval.kind === 'tool_call') bench.decide(approval, 'approve');
    else if (bench.receiver.countOf(approval.effectKey) > 0)
      bench.decide(approval, 'happened', { answer: {} });
    else bench.decide(approval, 'did_not_happen');
  }
  return pending.filter((approval) => approval.kind === 'unknown_outcome').length;
}

/** Runs until the end, with a new process each time the last one died. @returns how often a person had to settle an outcome. */
async function survive(bench: RuntimeBench, runId: string, deaths: readonly number[]) {
  const trail: string[] = [];
  let questions = 0;
  let gates = 0;
  for (const diesAtGate of [...deaths, undefined]) {
    const process = new KillableProcess(bench, { diesAtGate });
    await process.start();
    await bench.clock.runUntil(() => {
      questions += settle(bench);
      return process.dead || bench.store.runs.get(runId)?.finishedAt !== null;
    });
    gates = process.gates;
    if (!process.dead) {
      process.kill();
      break;
    }
    trail.push(process.diedAt);
  }
  return { questions, gates, trail: trail.join(', then ') };
}

function expectSound(bench: RuntimeBench, runId: string, trail: string) {
  const counts = [1, 2, 3].map(
    (n) =>
      bench.receiver.effects.filter((effect) => JSON.stringify(effect.arguments).includes(`A-${n}`)).length,
  );
  expect(counts, `each refund once, having died ${trail}`).toEqual([1, 1, 1]);
  expect(bench.status(runId), trail).toBe('succeeded');
  expect(bench.errors, trail).toEqual([]);
  expect(unexplainedRows(bench.store.runs.get(runId)?.rows ?? []), trail).toEqual([]);
  expect(bench.state(runId).end?.status).toBe('succeeded'); // folds, and checks the chain
  for (const effect of bench.receiver.effects) {
    expect(bench.store.effects.read({ scope: 'run', key: effect.key })?.status, trail).toBe('succeeded');
  }
}

const CASES: readonly Case[] = [
  { effect: 'idempotent', honoursKeys: true },
  { effect: 'reconcilable', honoursKeys: false },
  { effect: 'unsafe', honoursKeys: false },
];

describe.each(CASES)('a run of $effect effects', (given) => {
  it('has each effect once when its process dies at any one point', async () => {
    const calm = benchOf(given);
    const { gates } = await survive(calm, await calm.start(), []);
    expect(gates).toBeGreaterThan(20);
    let questions = 0;
    for (let gate = 1; gate <= gates; gate++) {
      const bench = benchOf(given);
      const runId = await bench.start();
      const survived = await survive(bench, runId, [gate]);
      questions += survived.questions;
      expectSound(bench, runId, survived.trail);
      await expectPaid(bench, runId, survived.trail);
    }
    // Only where neither key nor look-up helps is a person asked, and there a death in doubt always asks.
    if (given.effect === 'unsafe') expect(questions).toBeGreaterThan(0);
    else expect(questions).toBe(0);
  });

  it('has each effect once when the process that recovers dies too', async () => {
    for (let first = 4; first <= 20; first += 2) {
      for (let second = 1; second <= 14; second += 1) {
        const bench = benchOf(given);
        const runId = await bench.start();
        const survived = await survive(bench, runId, [first, second]);
        expectSound(bench, runId, survived.trail);
        await expectPaid(bench, runId, survived.trail);
      }
    }
  });
});

describe('a step that takes its process down', () => {
  it('ends the run after three recoveries, its effect unknown', async () => {
    const bench = new RuntimeBench({ turns: [answers(refund('A-1')), finishes('Done.')], honoursKeys: true });
    const runId = await bench.start();
    let process = new KillableProcess(bench);
    bench.receiver.afterEffect = async () => {
      process.kill();
      await new Promise<never>(() => {});
    };
    for (let deaths = 0; deaths < 4; deaths++) {
      process = new KillableProcess(bench);
      await process.start();
      await bench.clock.runUntil(() => process.dead);
    }
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'failed');
    expect(bench.store.runs.get(runId)?.error?.code).toBe('poison_step');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'failed', recoveries: 4 });
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('unknown');
    expect(bench.receiver.effects).toHaveLength(1);
  });
});

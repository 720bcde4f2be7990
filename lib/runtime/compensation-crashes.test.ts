import { describe, expect, it } from 'vitest';
import { unexplainedRows } from './testing/explained-journal';
import { KillableProcess } from './testing/killable-process';
import { RuntimeBench } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { CANCEL, numberRefunds, REFUNDS_ONLY, told, undo, undoableTools } from './testing/undo-bench';
import { refund } from './testing/watched-bench';

type Effect = 'idempotent' | 'reconcilable' | 'unsafe';

const broken = () => Promise.reject(new Error('gone'));
const TWICE = [answers(refund('A-1')), answers(refund('A-2'))];
const LOOKED_UP_BY = { lookup: { method: 'GET', url: 'https://receiver.example/effects/{key}' } };

/** Refunds are idempotent, so that only what is undone can be in doubt. */
function benchOf(
  effect: Effect,
  over: Partial<ConstructorParameters<typeof RuntimeBench>[0]> = {},
): RuntimeBench {
  const bench = new RuntimeBench({
    turns: [...TWICE, finishes('Done.')],
    tools: undoableTools(
      {},
      { effect, ...(effect === 'reconcilable' ? LOOKED_UP_BY : { lookup: undefined }) },
    ),
    agent: REFUNDS_ONLY,
    honoursKeys: effect === 'idempotent',
    ...over,
  });
  numberRefunds(bench);
  return bench;
}

/** A person approves what waits, and settles what is unknown by the receiver's own books. */
function settle(bench: RuntimeBench): void {
  for (const approval of bench.pendingApprovals()) {
    if (approval.kind === 'tool_call') bench.decide(approval, 'approve');
    else if (bench.receiver.countOf(approval.effectKey) > 0)
      bench.decide(approval, 'happened', { answer: {} });
    else bench.decide(approval, 'did_not_happen');
  }
}

const isOver = (bench: RuntimeBench) =>
  [...bench.store.runs.values()].every(({ finishedAt }) => finishedAt !== null);

/** Until every run has ended, with a new process each time the last one died. */
async function survive(bench: RuntimeBench, deaths: readonly number[]) {
  const trail: string[] = [];
  let gates = 0;
  for (const diesAtGate of [...deaths, undefined]) {
    const process = new KillableProcess(bench, { diesAtGate });
    await process.start();
    await bench.clock.runUntil(() => {
      settle(bench);
      return process.dead || isOver(bench);
    });
    gates = process.gates;
    if (!process.dead) {
      process.kill();
      break;
    }
    trail.push(process.diedAt);
  }
  return { gates, trail: trail.join(', then ') };
}

function expectUndone(bench: RuntimeBench, trail: string): void {
  expect(told(bench), trail).toEqual(['refund A-1', 'refund A-2', 'cancel R-A-2', 'cancel R-A-1']);
  expect(bench.errors, trail).toEqual([]);
  for (const { rows } of bench.store.runs.values()) expect(unexplainedRows(rows), trail).toEqual([]);
  for (const { key } of bench.receiver.effects)
    expect(bench.store.effects.read({ scope: 'run', key })?.status, `${key}, ${trail}`).toBe('succeeded');
}

/** A run that has succeeded, and what undoes it, begun by two people at once. */
async function undoing(effect: Effect): Promise<RuntimeBench> {
  const bench = benchOf(effect);
  const runId = await bench.start();
  await survive(bench, []);
  await undo(bench, runId);
  await undo(bench, runId);
  return bench;
}

describe.each<Effect>(['idempotent', 'reconcilable', 'unsafe'])('an undo that is %s', (effect) => {
  it('happens once and in reverse when its process dies at any one point', async () => {
    const calm = await undoing(effect);
    const { gates } = await survive(calm, []);
    expect(gates).toBeGreaterThan(10);
    expectUndone(calm, 'calm');
    for (let gate = 1; gate <= gates; gate++) {
      const bench = await undoing(effect);
      expectUndone(bench, (await survive(bench, [gate])).trail);
    }
  });

  it('happens once and in reverse when the process that recovers dies too', async () => {
    for (let first = 1; first <= 15; first += 2) {
      for (let second = 1; second <= 10; second += 1) {
        const bench = await undoing(effect);
        expectUndone(bench, (await survive(bench, [first, second])).trail);
      }
    }
  });
});

describe('a failed run of an agent that undoes its effects', () => {
  const failing = () =>
    benchOf('idempotent', { turns: [...TWICE, broken], agent: { ...REFUNDS_ONLY, onFailure: 'compensate' } });

  it('is undone once and in reverse when its process dies at any one point', async () => {
    const calm = failing();
    await calm.start();
    const { gates } = await survive(calm, []);
    expect(gates).toBeGreaterThan(20);
    for (let gate = 1; gate <= gates; gate++) {
      const bench = failing();
      const runId = await bench.start();
      const { trail } = await survive(bench, [gate]);
      expectUndone(bench, trail);
      expect([bench.status(runId), bench.store.runs.size], trail).toEqual(['failed', 2]);
    }
  });

  it.each([1, 2, 4, 7, 11])(
    'is undone once and in reverse when the process that recovers dies at its act %i',
    async (second) => {
      for (let first = 1; first <= 31; first += 2) {
        const bench = failing();
        const runId = await bench.start();
        const { trail } = await survive(bench, [first, second]);
        expectUndone(bench, trail);
        expect([bench.status(runId), bench.store.runs.size], trail).toEqual(['failed', 2]);
      }
    },
  );
});

describe('"undo it, whatever happened"', () => {
  const BY_ORDER = { compensateWith: { tool: CANCEL, arguments: { refund_id: 'R-{arguments.order_id}' } } };

  /** The decision stands: the answer and the run that undoes are there, and nobody has taken them up. */
  async function decided(): Promise<{ bench: RuntimeBench; runId: string }> {
    const bench = benchOf('idempotent', {
      turns: [answers(refund('A-1')), finishes('Not done.')],
      tools: undoableTools({ ...BY_ORDER, effect: 'unsafe', lookup: undefined }),
    });
    const first = new KillableProcess(bench);
    await first.start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    bench.receiver.faults = ['lose_reply'];
    settle(bench);
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
    first.kill();
    await undo(bench, runId, [2], 'decision');
    bench.decide(bench.onlyApproval(), 'compensate', { reason: 'Take it back' });
    return { bench, runId };
  }

  it('undoes once and lets the run go on, when its process dies at any one point, twice', async () => {
    const calm = await decided();
    const { gates } = await survive(calm.bench, []);
    for (let gate = 1; gate <= gates; gate++) {
      for (const second of [undefined, 1, 3, 5, 7, 9]) {
        const { bench, runId } = await decided();
        const { trail } = await survive(bench, second === undefined ? [gate] : [gate, second]);
        expect(told(bench), trail).toEqual(['refund A-1', 'cancel R-A-1']);
        expect(bench.status(runId), trail).toBe('succeeded');
        expect(bench.toolStep(runId).error?.code, trail).toBe('compensated');
        expect(bench.errors, trail).toEqual([]);
      }
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { ModelRouting } from '@/lib/domain/model-routing';
import { FREE_PASS } from '@/lib/ports/gates';
import { KillableProcess } from './testing/killable-process';
import { asked, byModel, routedBench, routesOf, sure, topRungs } from './testing/routed-bench';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { finishes, type ScriptedAnswer } from './testing/scripted-model';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();

let bench: RuntimeBench;
async function begin(
  routing: Partial<ModelRouting>,
  turns: readonly ScriptedAnswer[],
  {
    input = { order_id: 'A-1' },
    limits = {},
    ...options
  }: Partial<BenchOptions> & { input?: object; limits?: object } = {},
): Promise<string> {
  bench = routedBench(open, routing, { ...options, turns });
  await new KillableProcess(bench).start();
  return bench.start(JSON.parse(JSON.stringify(input)), limits);
}
async function whole(...args: Parameters<typeof begin>): Promise<string> {
  const runId = await begin(...args);
  await bench.untilStatus(runId, 'succeeded');
  return runId;
}

describe('a breaker that is open', () => {
  const openFor = (names: readonly string[]): RuntimeBench['gates'] => ({
    enter: async ({ called }) =>
      called.kind === 'model' && names.includes(called.model.name)
        ? { passed: false, by: 'breaker', id: `model:${called.model.name}`, waitMs: 60_000 }
        : { passed: true, pass: FREE_PASS },
  });

  it('is passed by the next model, question by question', async () => {
    bench = routedBench(open, {}, { turns: [sure(0.9), sure(0.9, 'A-2'), finishes('Done.')] });
    bench.gates = openFor(['scripted']);
    bench.receiver.afterEffect = async () => {
      if (bench.receiver.effects.length === 2) bench.gates = openFor([]);
    };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(asked(bench.model.requests)).toEqual(['middle', 'middle', 'scripted']);
    expect(routesOf(bench, runId)[0]).toEqual({ model: 'middle', reason: 'breaker', of: 'scripted' });
    expect(bench.kinds(runId).filter((kind) => kind.startsWith('fact'))).toEqual([]);
  });

  it('is waited for where all are open, and where the agent says so', async () => {
    for (const [routing, names] of [
      [{}, ['scripted', 'middle', 'large']],
      [{ onFailure: false }, ['scripted']],
    ] as const) {
      bench = routedBench(open, routing, { turns: [finishes('Done.')] });
      bench.gates = openFor(names);
      await new KillableProcess(bench).start();
      const runId = await bench.start();
      await bench.untilStatus(runId, 'waiting', 'breaker');
      expect(bench.store.runs.get(runId)?.waiting?.items).toMatchObject([{ id: 'model:scripted' }]);
      bench.gates = openFor([]);
      await bench.untilStatus(runId, 'succeeded');
      expect(asked(bench.model.requests)).toEqual(['scripted']);
    }
  });

  it('is waited for where the stronger one is more than the run may cost', async () => {
    const runId = await begin({}, [finishes('Done.')], { limits: { maxCostMicroUsd: 6_000 } });
    bench.gates = openFor(['scripted']);
    await bench.untilStatus(runId, 'waiting', 'breaker');
    bench.gates = openFor([]);
    await bench.untilStatus(runId, 'succeeded');
    expect(asked(bench.model.requests)).toEqual(['scripted']);
  });
});

describe('an input that is declared hard', () => {
  const difficulty = { path: 'order.tier', hard: ['gold', { vip: true }] };
  const turns = [sure(0.9), finishes('Done.')];
  const agent = { inputSchema: { type: 'object' } };

  it('is worked on by the strongest from the first question to the last', async () => {
    const runId = await whole({ difficulty }, turns, { agent, input: { order: { tier: 'gold' } } });
    expect(routesOf(bench, runId)).toEqual([
      { model: 'large', reason: 'difficulty', path: 'order.tier' },
      { model: 'large', reason: 'difficulty', path: 'order.tier' },
    ]);
    expect(topRungs(bench, runId)[0]).toEqual({ cost: 2_240, costMicroUsd: 2_240, setAside: false });
  });

  it('is worked on by the one that is named, and by stronger ones from there', async () => {
    const turn = byModel({ middle: sure(0.4), large: sure(0.9) });
    const routing = { difficulty: { ...difficulty, model: 'middle' }, confidenceBelow: 0.6 };
    await whole(routing, [turn, finishes('Done.')], { agent, input: { order: { tier: { vip: true } } } });
    expect(asked(bench.model.requests)).toEqual(['middle', 'large', 'middle']);
  });

  it('is none where the value is another, or not there', async () => {
    for (const input of [{ order: { tier: 'silver' } }, { order: {} }, {}]) {
      await whole({ difficulty }, turns, { agent, input });
      expect(asked(bench.model.requests)).toEqual(['scripted', 'scripted']);
    }
  });
});

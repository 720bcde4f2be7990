import { describe, expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import type { ModelRouting } from '@/lib/domain/model-routing';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import {
  asked,
  byModel,
  CALL_MICRO_USD,
  modelSteps,
  routedBench,
  routesOf,
  sure,
  topRungs,
} from './testing/routed-bench';
import { type BenchOptions, REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes, type ScriptedAnswer, says } from './testing/scripted-model';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();
const fails: ScriptedAnswer = () => Promise.reject(new CodedError('http_400', 'fatal', 'It is no use.'));
const nonsense = answers({ tool: REFUND, arguments: { order_id: 7 } });
const unsureEnd = answers({
  tool: 'finish',
  arguments: { output: { answer: 'Perhaps.' } },
  decision: { confidence: 0.2 },
});

let bench: RuntimeBench;
async function begin(
  routing: Partial<ModelRouting>,
  turns: readonly ScriptedAnswer[],
  { limits = {}, ...options }: Partial<BenchOptions> & { limits?: object } = {},
): Promise<string> {
  bench = routedBench(open, routing, { ...options, turns });
  await new KillableProcess(bench).start();
  return bench.start(undefined, limits);
}
async function whole(...args: Parameters<typeof begin>): Promise<string> {
  const runId = await begin(...args);
  await bench.untilStatus(runId, 'succeeded');
  return runId;
}

describe('a confidence that is too low', () => {
  const below = { confidenceBelow: 0.6 };

  it('sets the answer aside, asks the next model the same, and goes back to the first one afterwards', async () => {
    const turn = byModel({ scripted: sure(0.4), middle: sure(0.5), large: sure(0.9) });
    const runId = await whole(below, [turn, finishes('Done.')]);
    expect(asked(bench.model.requests)).toEqual(['scripted', 'middle', 'large', 'scripted']);
    expect(bench.receiver.effects).toHaveLength(1);
    expect(routesOf(bench, runId)).toEqual([
      { model: 'scripted', reason: 'first' },
      { model: 'middle', reason: 'confidence', step: 1, confidence: 0.4, below: 0.6 },
      { model: 'large', reason: 'confidence', step: 2, confidence: 0.5, below: 0.6 },
      { model: 'scripted', reason: 'first' },
    ]);
    const [first, second, third] = bench.model.requests;
    expect(second?.messages).toEqual(first?.messages);
    expect(third?.messages).toEqual(first?.messages);
    expect(modelSteps(bench, runId).map(({ isSetAside, status }) => [isSetAside, status])).toEqual([
      [true, 'succeeded'],
      [true, 'succeeded'],
      [false, 'succeeded'],
      [false, 'succeeded'],
    ]);
  });

  it('counts what was set aside, and says what each call would have cost with the strongest', async () => {
    const turn = byModel({ scripted: sure(0.4), else: sure(0.9) });
    const runId = await whole(below, [turn, finishes('Done.')]);
    const { scripted, middle, large } = CALL_MICRO_USD;
    expect(bench.state(runId).usage).toMatchObject({ costMicroUsd: 2 * scripted + middle, tokens: 3 * 120 });
    expect(topRungs(bench, runId)).toEqual([
      { cost: scripted, costMicroUsd: 0, setAside: true },
      { cost: middle, costMicroUsd: large, setAside: false },
      { cost: scripted, costMicroUsd: large, setAside: false },
    ]);
  });

  it('is that of the least sure call that is no read, and of the end', async () => {
    const lookup = toolVersion('orders.read', { effect: 'read' });
    const read = { tool: 'orders.read', arguments: { order_id: 'A-1' }, decision: { confidence: 0.1 } };
    const pay = { tool: REFUND, arguments: { order_id: 'A-1' }, decision: { confidence: 0.9 } };
    const tools = [lookup, toolVersion(REFUND)];
    const end = byModel({ scripted: unsureEnd, else: finishes('Done.') });
    await whole(below, [answers(read, pay), end], { tools });
    expect(asked(bench.model.requests)).toEqual(['scripted', 'scripted', 'middle']);
  });

  it('that is missing is taken, unless that counts as too low', async () => {
    await whole(below, [says('Nothing to do.')]);
    expect(asked(bench.model.requests)).toEqual(['scripted']);
    const turn = byModel({ scripted: sure(undefined), else: sure(0.9) });
    const runId = await whole({ ...below, whenConfidenceMissing: 'stronger' }, [turn, finishes('Done.')]);
    expect(asked(bench.model.requests)).toEqual(['scripted', 'middle', 'scripted']);
    expect(routesOf(bench, runId)[1]).toMatchObject({ reason: 'confidence', confidence: null });
  });

  it('on the top rung is as without others: the call asks a person', async () => {
    const runId = await begin(below, [sure(0.4), finishes('Done.')]);
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(asked(bench.model.requests)).toEqual(['scripted', 'middle', 'large']);
    expect(bench.onlyApproval().step).toBe(4);
  });

  it('is nothing to an agent that names none', async () => {
    const runId = await begin({}, [sure(0.4), finishes('Done.')]);
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(asked(bench.model.requests)).toEqual(['scripted']);
  });

  it('is bounded by the money of the run at the prices of the model that is asked', async () => {
    const turn = byModel({ scripted: sure(0.4), else: sure(0.9) });
    const runId = await begin(below, [turn, finishes('Done.')], { limits: { maxCostMicroUsd: 6_000 } });
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(asked(bench.model.requests)).toEqual(['scripted']);
    expect(bench.state(runId).bound).toMatchObject({ bound: 'cost' });
    bench.store.appendInput(runId, {
      type: 'resume',
      by: TEST_ACTOR,
      reason: 'On.',
      limits: { maxCostMicroUsd: 100_000 },
    });
    await bench.untilStatus(runId, 'succeeded');
    expect(asked(bench.model.requests)).toEqual(['scripted', 'middle', 'scripted']);
  });
});

describe('an answer that is no valid call', () => {
  it('is told to the next model, which is asked as if for the first time', async () => {
    const turn = byModel({ scripted: nonsense, middle: nonsense, large: sure(0.9) });
    const runId = await whole({}, [turn, finishes('Done.')]);
    expect(asked(bench.model.requests)).toEqual(['scripted', 'middle', 'large', 'scripted']);
    expect(JSON.stringify(bench.model.requests[1]?.messages.at(-1))).toContain('order_id: must be string');
    expect(routesOf(bench, runId)[1]).toEqual({ model: 'middle', reason: 'invalid', step: 1 });
    expect(topRungs(bench, runId).map(({ setAside }) => setAside)).toEqual([true, true, false, false]);
  });

  it('on the top rung fails the run the second time', async () => {
    const runId = await begin({}, [nonsense]);
    await bench.untilStatus(runId, 'failed');
    expect(asked(bench.model.requests)).toEqual(['scripted', 'middle', 'large', 'large']);
    expect(bench.store.runs.get(runId)?.error?.code).toBe('model_invalid');
  });

  it('is told to the same model where the agent says so', async () => {
    const runId = await begin({ onInvalidAnswer: false }, [nonsense]);
    await bench.untilStatus(runId, 'failed');
    expect(asked(bench.model.requests)).toEqual(['scripted', 'scripted']);
  });
});

describe('a call that failed for good', () => {
  it('is made of the next model, and so is the rest of the run', async () => {
    const turn = byModel({ scripted: fails, else: sure(0.9) });
    const runId = await whole({}, [turn, finishes('Done.')]);
    expect(asked(bench.model.requests)).toEqual(['scripted', 'middle', 'middle']);
    expect(routesOf(bench, runId).slice(1)).toEqual([
      { model: 'middle', reason: 'failure', step: 1 },
      { model: 'middle', reason: 'failure', step: 1 },
    ]);
    expect(modelSteps(bench, runId)[0]).toMatchObject({
      status: 'failed',
      isSetAside: true,
      error: { code: 'http_400' },
    });
  });

  it('is repeated by the same model as often as ever before', async () => {
    const away: ScriptedAnswer = () => Promise.reject(new CodedError('http_503', 'retryable', 'Busy.'));
    await whole({}, [byModel({ scripted: away, else: finishes('Done.') })]);
    expect(asked(bench.model.requests)).toEqual([...Array(4).fill('scripted'), 'middle']);
  });

  it('on the top rung fails the run, and a redrive asks that one again', async () => {
    let isWell = false;
    const turn: ScriptedAnswer = (...given) => (isWell ? finishes('Done.') : fails)(...given);
    const runId = await begin({}, [turn]);
    await bench.untilStatus(runId, 'failed');
    expect(asked(bench.model.requests)).toEqual(['scripted', 'middle', 'large']);
    isWell = true;
    bench.store.redrive(runId, { type: 'redrive', by: TEST_ACTOR, reason: 'It is back.', limits: {} });
    await bench.untilStatus(runId, 'succeeded');
    expect(asked(bench.model.requests).at(-1)).toBe('large');
  });

  it('fails the run where the agent says so', async () => {
    const runId = await begin({ onFailure: false }, [fails]);
    await bench.untilStatus(runId, 'failed');
    expect(asked(bench.model.requests)).toEqual(['scripted']);
  });
});

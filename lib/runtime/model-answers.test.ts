import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { REFUND } from './testing/runtime-bench';
import { answers, finishes, says } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

let bench: RuntimeBench;
const open = watchBenches();
async function begin(options: Partial<BenchOptions>, limits = {}) {
  bench = open(options);
  const process = new KillableProcess(bench);
  await process.start();
  return bench.start({ order_id: 'A-1' }, limits);
}

describe('an answer that is no valid call', () => {
  const nonsense = answers({ tool: REFUND, arguments: { order_id: 7 } });

  it('is told to the model once, with the paths, and the run goes on', async () => {
    const runId = await begin({
      turns: [
        (request, signal) =>
          request.messages.length === 1 ? nonsense(request, signal) : answers(refund())(request, signal),
        finishes('Done.'),
      ],
    });
    await bench.untilStatus(runId, 'succeeded');
    const told = bench.model.requests[1]?.messages.at(-1);
    expect(JSON.stringify(told)).toContain('/calls/0/arguments/order_id: must be string');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.state(runId).steps[0]).toMatchObject({ status: 'failed', error: { code: 'model_invalid' } });
  });

  it('fails the run the second time in a row, with what it has', async () => {
    const runId = await begin({ turns: [answers(refund()), nonsense] });
    await bench.untilStatus(runId, 'failed');
    expect(bench.store.runs.get(runId)).toMatchObject({
      error: { code: 'model_invalid' },
      summary: { partial: { results: [{ step: 2 }] } },
    });
  });

  it('is forgiven again after a valid one', async () => {
    let calls = 0;
    const flaky =
      (good: ReturnType<typeof answers>): ReturnType<typeof answers> =>
      (request, signal) => {
        calls += 1;
        return calls % 2 === 1 ? nonsense(request, signal) : good(request, signal);
      };
    const runId = await begin({ turns: [flaky(answers(refund())), flaky(finishes('Done.'))] });
    await bench.untilStatus(runId, 'succeeded');
    expect(calls).toBe(4);
  });
});

describe('a model that can not be reached', () => {
  it('is called again, and the run fails after the last attempt', async () => {
    const runId = await begin({ turns: [() => Promise.reject(new Error('socket hang up'))] });
    await bench.untilStatus(runId, 'failed');
    expect(bench.model.requests).toHaveLength(4);
    expect(bench.store.runs.get(runId)?.error?.code).toBe('model_failed');
    expect(bench.state(runId).steps).toHaveLength(1);
  });

  it('is not waited for beyond its timeout', async () => {
    let calls = 0;
    const runId = await begin({
      turns: [
        (request, signal) => {
          calls += 1;
          return calls === 1 ? new Promise(() => {}) : says('All good.')(request, signal);
        },
      ],
    });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.store.runs.get(runId)?.output).toEqual({ answer: 'All good.' });
  });
});

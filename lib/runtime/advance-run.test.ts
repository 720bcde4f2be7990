import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';

const refund = (order_id: string, amount = 100) => ({ tool: REFUND, arguments: { order_id, amount } });

async function finished(bench: RuntimeBench, runId: string) {
  const ended = () => ['succeeded', 'failed', 'cancelled'].includes(bench.status(runId) ?? '');
  await bench.clock.runUntil(ended);
}

describe('advanceRun', () => {
  it('goes from start to end with one commit a step', async () => {
    const bench = new RuntimeBench({ turns: [answers(refund('A-1')), finishes('Refunded.')] });
    const runId = await bench.start();
    await new KillableProcess(bench).start();
    await finished(bench, runId);
    expect(bench.status(runId)).toBe('succeeded');
    expect(bench.store.runs.get(runId)?.output).toEqual({ answer: 'Refunded.' });
    expect(bench.kinds(runId)).toEqual([
      'input',
      'claim',
      'intent:1',
      'result:1',
      'intent:2',
      'result:2',
      'intent:3',
      'result:3',
      'end',
    ]);
    // The first intent, then result and next intent together, then result and end.
    expect(bench.store.commits.map((commit) => commit.rows.length)).toEqual([1, 2, 2, 2]);
    expect(bench.receiver.effects.map((effect) => effect.key)).toEqual([`${runId}:2`]);
    expect(bench.state(runId).usage).toEqual({ steps: 4, toolCalls: 1, tokens: 240, costMicroUsd: 280 });
  });

  it('sends the calls of one answer side by side and commits each result as it comes', async () => {
    const calls = [refund('A-1'), refund('A-2'), refund('A-3')];
    const bench = new RuntimeBench({
      turns: [answers(...calls), finishes('Done.')],
      tools: [toolVersion(REFUND)],
    });
    const delays = [300, 100, 200];
    bench.receiver.afterEffect = () => bench.clock.sleep(delays[bench.receiver.effects.length - 1] ?? 0);
    const runId = await bench.start();
    await new KillableProcess(bench).start();
    await finished(bench, runId);
    expect(bench.kinds(runId).slice(3, 12)).toEqual([
      'result:1',
      'intent:2',
      'intent:3',
      'intent:4',
      'result:3',
      'result:4',
      'result:2',
      'intent:5',
      'result:5',
    ]);
    expect(bench.store.commits.map((commit) => commit.rows.length)).toEqual([1, 4, 1, 1, 2, 2]);
  });
});

import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import { REFUND } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund, toldAboutCalls, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();

describe('a grant with a pattern', () => {
  it('lets through what matches as a whole, and denies the rest', async () => {
    const bench = openBench({
      turns: [answers(refund('A-1'), refund('xA-1')), finishes('Done.')],
      agent: { tools: [{ name: REFUND, constraints: { order_id: { pattern: 'A-\\d' } } }] },
    });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects.map((effect) => effect.arguments)).toEqual([refund('A-1').arguments]);
    expect(toldAboutCalls(bench)).toContain('must match');
  });
});

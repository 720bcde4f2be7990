import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { REFUND, toolVersion } from './testing/runtime-bench';
import { approveCalls, watchBenches } from './testing/watched-bench';

let bench: RuntimeBench;
const open = watchBenches();

function openTool(tool: object, options: Partial<BenchOptions> = {}) {
  bench = open({ tools: [toolVersion(REFUND, tool)], ...options });
  return bench;
}
async function begin(): Promise<string> {
  const process = new KillableProcess(bench);
  await process.start();
  return bench.start();
}
const outcomes = (runId: string, step = 2) =>
  bench.toolStep(runId, step).attempts.map(({ mode, outcome, error }) => `${mode} ${error?.code ?? outcome}`);
const effectOf = (runId: string) => bench.store.effects.read({ scope: 'run', key: `${runId}:2` });

describe('a call that may have happened', () => {
  it('is sent again with its key when the receiver honours keys', async () => {
    openTool({ timeoutMs: 2_000 }).receiver.faults = ['hang', 'lose_reply', null];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send timeout', 'send connection_reset', 'send succeeded']);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is for a person when no attempt brought an answer, though the receiver honours keys', async () => {
    openTool({ retry: { maxAttempts: 2 } }).receiver.faults = ['lose_reply', 'refuse'];
    const runId = await begin();
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
    expect(effectOf(runId)?.status).toBe('unknown');
    bench.decide(bench.onlyApproval(), 'happened', { answer: { refund: 'R-1' } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ result: { refund: 'R-1' }, resultSource: 'person' });
    expect(effectOf(runId)).toMatchObject({ status: 'succeeded', response: { refund: 'R-1' } });
    expect(bench.receiver.calls).toHaveLength(2);
  });

  it('is looked up, and found', async () => {
    openTool({ effect: 'reconcilable' }, { honoursKeys: false }).receiver.faults = ['lose_reply'];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send connection_reset', 'look_up succeeded']);
    expect(bench.toolStep(runId).resultSource).toBe('look_up');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is not sent again before an earlier request can have arrived, and not when it arrives in between', async () => {
    openTool({ effect: 'reconcilable', timeoutMs: 5_000 }, { honoursKeys: false }).receiver.faults = ['late'];
    const runId = await begin();
    await bench.clock.runUntil(() => bench.receiver.lookUps.length === 1);
    await bench.clock.pass(3_000);
    expect(bench.receiver.calls).toHaveLength(1); // "not found" is not believed yet
    bench.receiver.releaseLate();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send timeout', 'look_up not_found', 'look_up succeeded']);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is waited for after a crash too, until the lost process’s request can not arrive any more', async () => {
    openTool({ effect: 'reconcilable', timeoutMs: 5_000 }, { honoursKeys: false }).receiver.faults = ['late'];
    const first = new KillableProcess(bench);
    await first.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    first.kill();
    bench.store.expireLease(first.worker.status().workerId ?? '');
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => bench.receiver.lookUps.length === 1);
    await bench.clock.pass(4_000);
    bench.receiver.releaseLate();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is looked up once more right before it is sent again', async () => {
    openTool({ effect: 'reconcilable' }, { honoursKeys: false }).receiver.faults = ['late'];
    const { lookUp } = bench.receiver;
    let asked = 0;
    bench.receiver.lookUp = async (request, signal) => {
      const found = await lookUp.call(bench.receiver, request, signal);
      asked += 1;
      if (asked === 2) bench.receiver.releaseLate(); // arrives after the second "not found"
      return found;
    };
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual([
      'send timeout',
      'look_up not_found',
      'look_up not_found',
      'send succeeded',
    ]);
    expect(bench.toolStep(runId).resultSource).toBe('look_up');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is sent again once it is certain that it did not happen', async () => {
    openTool({ effect: 'reconcilable' }, { honoursKeys: false }).receiver.faults = ['hang_before'];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId).at(-1)).toBe('send succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('fails for good when the attempts are used up and the receiver says that none happened', async () => {
    openTool({ effect: 'reconcilable', retry: { maxAttempts: 2 } }, { honoursKeys: false }).receiver.faults =
      ['hang_before', 'hang_before'];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'failed',
      error: { code: 'timeout', class: 'fatal' },
    });
    expect(effectOf(runId)?.status).toBe('failed_final');
  });

  it.each([
    ['happened', 1],
    ['did_not_happen', 1],
  ] as const)('is settled by a person when nothing else can: %s', async (decision, effects) => {
    openTool({ effect: 'unsafe', timeoutMs: 1_000 }, { honoursKeys: false });
    bench.receiver.faults = [decision === 'happened' ? 'hang' : 'hang_before'];
    const runId = await begin();
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.store.runs.get(runId)?.waiting?.reason === 'unknown_outcome';
    });
    const question = bench.onlyApproval();
    expect(question).toMatchObject({ kind: 'unknown_outcome', request: { expiresAt: null, onExpiry: null } });
    expect(effectOf(runId)?.status).toBe('unknown');
    await bench.clock.pass(2 * 3_600_000); // silence answers nothing
    expect(bench.status(runId)).toBe('waiting');
    bench.decide(question, decision);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(effects);
    expect(bench.receiver.calls).toHaveLength(decision === 'happened' ? 1 : 2);
    expect(effectOf(runId)?.status).toBe('succeeded');
  });
});

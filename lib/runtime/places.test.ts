import { describe, expect, it } from 'vitest';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { startRun } from './start-run';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes, type ScriptedAnswer } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const TIMEOUT_MS = 60_000;

/** The order whose refund hangs is asked for where the input says so. */
const asksForItsOrder: ScriptedAnswer = (request, signal) => {
  const hangs = JSON.stringify(request.messages).includes('HANGS');
  return answers(refund(hangs ? 'HANGS' : 'A-1'))(request, signal);
};

function benchWithHungOrder(): RuntimeBench {
  const bench = open({
    turns: [asksForItsOrder, finishes('Done.')],
    tools: [toolVersion(REFUND, { effect: 'read', timeoutMs: TIMEOUT_MS, retry: { maxAttempts: 2 } })],
  });
  const call = bench.receiver.call.bind(bench.receiver);
  bench.receiver.call = (request, signal) => {
    if (JSON.stringify(request.arguments).includes('HANGS')) bench.receiver.faults = ['hang_before'];
    return call(request, signal);
  };
  return bench;
}

async function startAs(bench: RuntimeBench, agent: string, orderId: string): Promise<string> {
  const run = startRun(
    {
      agent: { ...bench.agent, name: agent },
      input: { order_id: orderId },
      labels: {},
      limits: {},
      trigger: { kind: 'api', by: 'test' },
      startedBy: TEST_ACTOR,
      inputTrust: 'trusted',
    },
    bench.ports,
  );
  await bench.store.createRun(run);
  return run.runId;
}

describe('a hung tool', () => {
  it('starves only its own agent’s runs, woken or found by the poll', async () => {
    const bench = benchWithHungOrder();
    const process = new KillableProcess(bench, { slots: 8 });
    await process.start();
    for (let i = 0; i < 30; i++) process.dispatcher.wake(await startAs(bench, 'stuck', 'HANGS'));
    await bench.clock.pass(3_000);
    expect(process.worker.status().activeRuns).toBe(6);
    const begun = bench.clock.now();
    const others = await Promise.all(Array.from({ length: 5 }, () => startAs(bench, 'well', 'A-1')));
    for (const runId of others) await bench.untilStatus(runId, 'succeeded');
    expect(bench.clock.now() - begun).toBeLessThan(TIMEOUT_MS / 4);
    const third = await startAs(bench, 'fine', 'A-1');
    process.dispatcher.wake(third);
    await bench.untilStatus(third, 'succeeded');
    expect(bench.clock.now() - begun).toBeLessThan(TIMEOUT_MS / 2);
  });

  it('holds no more of its agent’s runs than the agent’s limit, and the rest stay queued', async () => {
    const bench = benchWithHungOrder();
    bench.store.places.limits.set('stuck', 2);
    const processes = [new KillableProcess(bench, { slots: 8 }), new KillableProcess(bench, { slots: 8 })];
    for (const process of processes) await process.start();
    const runs = await Promise.all(Array.from({ length: 9 }, () => startAs(bench, 'stuck', 'HANGS')));
    for (const process of processes) for (const runId of runs) process.dispatcher.wake(runId);
    await bench.clock.pass(5_000);
    const queued = runs.filter((runId) => bench.status(runId) === 'queued');
    expect(queued).toHaveLength(7);
  });
});

describe('a cancelled run', () => {
  const CANCEL = { type: 'cancel', by: TEST_ACTOR, reason: 'Not needed.' } as const;

  it.each(['its agent’s limit', 'the worker’s places'])(
    'ends within a second although %s leaves no room, and those before it go on',
    async (full) => {
      const bench = benchWithHungOrder();
      if (full === 'its agent’s limit') bench.store.places.limits.set('stuck', 1);
      const process = new KillableProcess(bench, { slots: full === 'its agent’s limit' ? 8 : 1 });
      await process.start();
      const hung = await startAs(bench, 'stuck', 'HANGS');
      await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
      const [cancelled, waiting] = [
        await startAs(bench, 'stuck', 'A-1'),
        await startAs(bench, 'stuck', 'A-1'),
      ];
      bench.store.appendInput(cancelled, CANCEL);
      const before = bench.clock.now();
      await bench.untilStatus(cancelled, 'cancelled');
      expect(bench.clock.now() - before).toBeLessThanOrEqual(1_000);
      expect([hung, waiting].map((runId) => bench.status(runId))).toEqual(['running', 'queued']);
    },
  );
});

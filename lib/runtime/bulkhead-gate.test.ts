import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import { BulkheadGate } from './bulkhead-gate';
import { KillableProcess } from './testing/killable-process';
import { MemoryBulkheads } from './testing/memory-bulkheads';
import { isApartIn } from './testing/memory-lost-owners';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { heldReplies, refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const KEY = `tool:${REFUND}`;

/** Two processes, each with a gate of its own before one store of slots; and how many calls the receiver had at once. */
async function twoProcesses(limit: number, slots = 20) {
  const bench = open({
    turns: [answers(refund()), finishes('Done.')],
    tools: [toolVersion(REFUND, { effect: 'read', concurrency: limit, timeoutMs: 20_000 })],
  });
  const bulkheads = new MemoryBulkheads(bench.clock, {
    isClaimed: (runId, fence) => bench.store.isClaimed(runId, fence),
    isOver: (runId) => bench.store.isOver(runId),
    isApart: (runId) => isApartIn(bench.store.runs, runId),
  });
  const processes = [new KillableProcess(bench, { slots }), new KillableProcess(bench, { slots })] as const;
  const gate = new BulkheadGate({
    bulkheads,
    clock: bench.clock,
    random: { next: () => 0 },
    logger: bench.ports.logger,
    wake: async (runIds) => {
      await bench.store.hasten(runIds);
      for (const runId of runIds)
        for (const process of processes) if (!process.dead) process.dispatcher.wake(runId);
    },
  });
  bench.gates = gate;
  for (const process of processes) await process.start();
  return { bench, bulkheads, gate, processes };
}

function watchCalls(bench: RuntimeBench) {
  const seen = { underWay: 0, most: 0, order: [] as string[] };
  const { tools } = bench.ports;
  const call = tools.call.bind(tools);
  tools.call = async (request, signal) => {
    seen.underWay += 1;
    seen.most = Math.max(seen.most, seen.underWay);
    seen.order.push(request.effectKey.split(':')[0] ?? '');
    try {
      await bench.clock.sleep(200, signal);
      return await call(request, signal);
    } finally {
      seen.underWay -= 1;
    }
  };
  return seen;
}

describe('the bulkhead gate', () => {
  it('has no more calls under way than the limit, in all processes, and everybody comes through', async () => {
    const { bench, bulkheads } = await twoProcesses(2);
    const seen = watchCalls(bench);
    const runs = await Promise.all(Array.from({ length: 9 }, () => bench.start()));
    for (const runId of runs) await bench.untilStatus(runId, 'succeeded');
    expect(seen.most).toBe(2);
    expect(bulkheads.heldOf(KEY)).toEqual([]);
    for (const runId of runs) expect(bench.toolStep(runId).attempts).toHaveLength(1);
  });

  it('parks who waits, so that it holds no place of a worker, and says what it waits for', async () => {
    const { bench, processes } = await twoProcesses(1);
    const release = heldReplies(bench);
    const first = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    const second = await bench.start();
    await bench.untilStatus(second, 'waiting', 'bulkhead');
    expect(bench.store.runs.get(second)?.waiting?.items).toEqual([
      { kind: 'bulkhead', id: KEY, until: expect.stringMatching(/Z$/) },
    ]);
    expect(processes.reduce((sum, one) => sum + one.worker.status().activeRuns, 0)).toBe(1);
    const begun = bench.clock.now();
    release();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 2);
    expect(bench.clock.now() - begun).toBeLessThan(1_500);
    release();
    await bench.untilStatus(first, 'succeeded');
    await bench.untilStatus(second, 'succeeded');
  });

  it('lets those through first who have waited longest', async () => {
    const { bench } = await twoProcesses(1);
    const seen = watchCalls(bench);
    const runs: string[] = [];
    for (let i = 0; i < 5; i++) {
      runs.push(await bench.start());
      await bench.clock.pass(20);
    }
    for (const runId of runs) await bench.untilStatus(runId, 'succeeded');
    expect(seen.order).toHaveLength(5);
    expect(new Set(seen.order).size).toBe(5);
    const asked = [...bench.store.runs.values()]
      .flatMap(({ rows, new: { runId } }) =>
        rows.filter(({ payload }) => payload.includes('"deferred"')).map(({ at }) => ({ at, runId })),
      )
      .sort((a, b) => a.at.localeCompare(b.at))
      .map(({ runId }) => runId);
    expect(asked.length).toBeGreaterThan(1);
    expect(seen.order.filter((runId) => asked.includes(runId))).toEqual([...new Set(asked)]);
  });

  it('has the slots of a killed process back when its lease is over, without anybody giving them back', async () => {
    const { bench, processes } = await twoProcesses(1);
    bench.receiver.faults = ['hang_before'];
    const first = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    const [one, other] = processes;
    const dead = one.worker.owns(first) ? one : other;
    dead.kill();
    const second = await bench.start();
    await bench.untilStatus(second, 'waiting', 'bulkhead');
    await bench.untilStatus(second, 'succeeded');
    await bench.untilStatus(first, 'succeeded');
  });

  it('keeps parallel calls of one answer to the limit, and makes the next as soon as one is answered', async () => {
    const calls = ['A-1', 'A-2', 'A-3', 'A-4'].map((id) => refund(id));
    const { bench } = await twoProcesses(2);
    bench.model.turns = [answers(...calls), finishes('Done.')];
    const seen = watchCalls(bench);
    const begun = bench.clock.now();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(seen.most).toBe(2);
    expect(bench.clock.now() - begun).toBeLessThan(4_000);
  });

  it('asks about nothing that has no limit, and puts off for a moment where slots can not be asked for', async () => {
    const { bench, bulkheads, gate } = await twoProcesses(1);
    bulkheads.take = async () => {
      throw new StoreUnavailableError('away');
    };
    const base = { runId: 'r', fence: 1, agent: 'refunds', step: 2, attempt: 1, cause: 'first' } as const;
    const limited = { kind: 'tool', tool: toolVersion(REFUND, { concurrency: 1 }) } as const;
    const free = { kind: 'tool', tool: toolVersion(REFUND) } as const;
    expect(await gate.enter({ ...base, called: free })).toMatchObject({ passed: true });
    const refused = await gate.enter({ ...base, called: limited });
    expect(refused).toMatchObject({ passed: false, by: 'bulkhead', id: KEY });
    expect(bench.errors).toEqual([]);
    await gate.drain();
  });
});

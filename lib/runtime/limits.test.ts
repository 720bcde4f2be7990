import { describe, expect, it } from 'vitest';
import type { RunInput } from '@/lib/domain/run-input';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { decodeRow } from './decode-row';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { REFUND, toolVersion } from './testing/runtime-bench';
import { answers, counting, finishes } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

let bench: RuntimeBench;
const open = watchBenches();
const resume = (limits: Extract<RunInput, { type: 'resume' }>['limits'] = {}): RunInput => ({
  type: 'resume',
  by: TEST_ACTOR,
  reason: 'Go on.',
  limits,
});

async function begin(options: Partial<BenchOptions>, limits = {}) {
  bench = open(options);
  const process = new KillableProcess(bench);
  await process.start();
  return bench.start({ order_id: 'A-1' }, limits);
}
const heldIn = (runId: string) =>
  (bench.store.runs.get(runId)?.rows ?? []).flatMap((row) => {
    const { kind, payload } = decodeRow(row);
    return kind === 'intent' && payload.type === 'model' && payload.held
      ? [{ ...payload.held, maxOutputTokens: payload.maxOutputTokens }]
      : [];
  });
const LONG = { limits: { maxSteps: 200, maxToolCalls: 200 } };
const boundOf = (runId: string) => bench.state(runId).bound?.bound;

describe('limits', () => {
  const endless = [
    answers(refund('A-1')),
    answers(refund('A-2')),
    answers(refund('A-3')),
    answers(refund('A-4')),
    finishes('Done.'),
  ].map((turn) => counting(turn, 3_000, 20));

  it.each([
    ['steps', { maxSteps: 4 }, { maxSteps: 40 }],
    ['tool_calls', { maxToolCalls: 2 }, { maxToolCalls: 30 }],
    ['tokens', { maxTokens: 8_000 }, { maxTokens: 100_000 }],
    ['cost', { maxCostMicroUsd: 8_000 }, { maxCostMicroUsd: 100_000 }],
  ] as const)(
    'park the run at %s with what it has, and let it go on when raised',
    async (bound, tight, raised) => {
      const runId = await begin({ turns: endless }, tight);
      await bench.untilStatus(runId, 'waiting', 'limit');
      expect(boundOf(runId)).toBe(bound);
      expect(bench.store.runs.get(runId)).toMatchObject({
        waiting: { items: [{ kind: 'limit', id: bound }] },
        summary: { partial: { results: [{ step: 2 }, { step: 4 }] } },
      });
      expect(bench.receiver.effects).toHaveLength(2);
      bench.store.appendInput(runId, resume());
      await bench.clock.pass(3_000);
      expect(boundOf(runId)).toBe(bound); // nothing was raised
      bench.store.appendInput(runId, resume(raised));
      await bench.untilStatus(runId, 'succeeded');
      expect(bench.receiver.effects).toHaveLength(4);
    },
  );

  it('are never lowered: of two raises at once the higher holds, whichever comes last', async () => {
    const runId = await begin({ turns: endless }, { maxSteps: 4, maxToolCalls: 2 });
    await bench.untilStatus(runId, 'waiting', 'limit');
    bench.store.appendInput(runId, resume({ maxSteps: 40, maxToolCalls: 3, deadlineMs: 900_000 }));
    bench.store.appendInput(runId, resume({ maxSteps: 5, maxToolCalls: 30, deadlineMs: 1_000 }));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).limits).toMatchObject({
      maxSteps: 40,
      maxToolCalls: 30,
      deadlineMs: 900_000,
    });
  });

  it('shorten the answer to what remains', async () => {
    const runId = await begin({ turns: endless }, { maxCostMicroUsd: 9_000 });
    await bench.untilStatus(runId, 'waiting', 'limit');
    const lengths = bench.model.requests.map((request) => request.maxOutputTokens);
    const holds = heldIn(runId);
    expect(lengths).toEqual(holds.map(({ maxOutputTokens }) => maxOutputTokens));
    // Input costs 1 and output 2 micro-USD a token, and each call cost 3 040 in the end.
    expect(lengths).toEqual(
      holds.map(({ inputTokens }, calls) => Math.floor((9_000 - calls * 3_040 - inputTokens) / 2)),
    );
  });

  it('stop a run at its deadline, a hung tool included, and give it the time a person grants', async () => {
    const tool = toolVersion(REFUND, { effect: 'read', timeoutMs: 60_000 });
    const runId = await begin({ tools: [tool] }, { deadlineMs: 10_000 });
    bench.receiver.faults = ['hang_before'];
    const startMs = bench.clock.now();
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(boundOf(runId)).toBe('time');
    expect(bench.clock.now() - startMs).toBeLessThanOrEqual(11_000);
    bench.store.appendInput(runId, resume({ deadlineMs: 70_000 }));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).attempts.map((attempt) => attempt.error?.code ?? attempt.outcome)).toEqual([
      'timeout',
      'succeeded',
    ]);
  });

  it('stop a loop of identical calls within four, and let it go on once', async () => {
    const runId = await begin({ turns: [answers(refund())] });
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(boundOf(runId)).toBe('loop');
    expect(bench.receiver.calls).toHaveLength(3);
    bench.store.appendInput(runId, resume());
    await bench.clock.runUntil(() => bench.receiver.calls.length === 6);
    await bench.untilStatus(runId, 'waiting', 'limit');
  });

  it('take no loop for one where other calls stand between', async () => {
    const turns = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => answers(refund(n % 3 === 2 ? `B-${n}` : 'A-1')));
    const runId = await begin({ turns: [...turns, finishes('Done.')] });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(8);
  });

  it('stop a cycle of calls with the same results before its fourth round, and let it go on once', async () => {
    const turns = Array.from({ length: 40 }, (_, i) => answers(refund(['A-1', 'A-2', 'A-3'][i % 3])));
    const runId = await begin({ turns });
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(boundOf(runId)).toBe('loop');
    expect(bench.state(runId).bound?.message).toContain('3 times over');
    expect(bench.receiver.calls).toHaveLength(9);
    bench.store.appendInput(runId, resume());
    await bench.clock.runUntil(() => bench.receiver.calls.length === 18);
    await bench.untilStatus(runId, 'waiting', 'limit');
  });

  it('take no cycle for one whose results change', async () => {
    const turns = Array.from({ length: 24 }, (_, i) => answers(refund(['A-1', 'A-2', 'A-3'][i % 3])));
    bench = open({ turns: [...turns, finishes('Done.')], agent: LONG });
    bench.receiver.respond = () => ({ call: bench.receiver.calls.length });
    await new KillableProcess(bench).start();
    await bench.untilStatus(await bench.start(), 'succeeded');
    expect(bench.receiver.calls).toHaveLength(24);
  });

  it('stop a run whose answers bring nothing new, and let it go on once', async () => {
    const order = [0, 1, 2, 1, 0, 2, 2, 0, 1, 0, 0, 2, 1, 1, 0, 2, 0, 1, 2, 2, 1, 0, 0, 1, 2, 1, 0, 2, 2, 1];
    const turns = [...order, ...order].map((n) => answers(refund(`A-${n}`)));
    const runId = await begin({ turns, agent: LONG });
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(boundOf(runId)).toBe('loop');
    expect(bench.state(runId).bound?.message).toContain('12 answers');
    expect(bench.receiver.calls).toHaveLength(3 + 12);
    bench.store.appendInput(runId, resume());
    await bench.clock.runUntil(() => bench.receiver.calls.length === 3 + 24);
    await bench.untilStatus(runId, 'waiting', 'limit');
  });
});

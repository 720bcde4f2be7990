import { describe, expect, it } from 'vitest';
import type { GateRequest } from '@/lib/ports/gates';
import { RetryBudgetGate } from './retry-budget-gate';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();
const BUDGET = { ratio: 0.1, minPerMinute: 12 };
const RUNS = 200;

const gateOf = (bench: RuntimeBench) =>
  new RetryBudgetGate({ clock: bench.clock, random: { next: () => 0.5 } });

function benchWith(over: object) {
  const tool = toolVersion(REFUND, {
    timeoutMs: 1_000,
    retry: { maxAttempts: 6, baseMs: 50, capMs: 200, budget: BUDGET },
    ...over,
  });
  const bench = open({ tools: [tool], agent: { limits: { deadlineMs: 3_600_000 } } });
  bench.gates = gateOf(bench);
  return { bench, tool };
}

async function storm(bench: RuntimeBench, fault: 'refuse' | 'hang_before', count = RUNS) {
  bench.receiver.faults = Array.from({ length: 10_000 }, () => fault);
  await new KillableProcess(bench, { slots: count }).start();
  const runs = await Promise.all(Array.from({ length: count }, () => bench.start()));
  await bench.clock.pass(60_000);
  const { length: calls } = bench.receiver.calls;
  const attempts = runs.reduce((sum, runId) => sum + bench.toolStep(runId).attempts.length, 0);
  return { runs, calls, attempts };
}

/** At the end of the first minute. */
const bound = (purses: number, firsts = RUNS) =>
  firsts * (1 + purses * BUDGET.ratio) + purses * BUDGET.minPerMinute * 2;

describe('a retry storm', () => {
  it('of 200 runs on a dead tool is held to first attempts, their share and the rate of a minute; no attempt is burnt', async () => {
    const { bench } = benchWith({ effect: 'idempotent' });
    const { runs, calls, attempts } = await storm(bench, 'refuse');
    expect(calls).toBeGreaterThanOrEqual(RUNS);
    expect(calls).toBeLessThanOrEqual(bound(1));
    expect(attempts).toBe(calls);
    const waiting = runs.filter((id) => bench.store.runs.get(id)?.waiting?.reason === 'retry_budget');
    expect(waiting.length).toBeGreaterThan(RUNS / 2);
  });

  it('of time-outs is held as well, and each doubt is settled when the tool is back', async () => {
    const { bench } = benchWith({ effect: 'reconcilable', retry: { maxAttempts: 6, budget: BUDGET } });
    const { runs, calls } = await storm(bench, 'hang_before', 50);
    expect(calls + bench.receiver.lookUps.length).toBeLessThanOrEqual(bound(2, 50));
    bench.receiver.faults = [];
    for (const runId of runs) await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(50);
  });
});

describe('the gate of the retry budget', () => {
  const asked = (cause: GateRequest['cause'], tool = toolVersion(REFUND, { retry: { budget: BUDGET } })) =>
    ({
      runId: 'r',
      fence: 1,
      agent: 'refunds',
      step: 2,
      attempt: 2,
      cause,
      called: { kind: 'tool', tool },
    }) as const;

  async function used(gate: RetryBudgetGate, cause: GateRequest['cause']): Promise<number> {
    for (let passed = 0; ; passed++) {
      if (!(await gate.enter(asked(cause))).passed) return passed;
    }
  }

  it('keeps what settles a doubt apart from ordinary retries, and lets recoveries and first attempts through', async () => {
    const gate = gateOf(open());
    expect(await used(gate, 'retry')).toBe(BUDGET.minPerMinute);
    expect(await used(gate, 'doubt')).toBe(BUDGET.minPerMinute);
    expect(await gate.enter(asked('recovery'))).toMatchObject({ passed: true });
    expect(await gate.enter(asked('first'))).toMatchObject({ passed: true });
    const other = toolVersion('chat.post', { retry: { budget: BUDGET } });
    expect(await gate.enter(asked('retry', other))).toMatchObject({ passed: true });
  });

  it('is paid for by first attempts that were made, not by ones that were put off again', async () => {
    const gate = gateOf(open());
    await used(gate, 'retry');
    const first = async (end: 'settle' | 'abandon') => {
      const answer = await gate.enter(asked('first'));
      if (!answer.passed) throw new Error('first attempts pass');
      if (end === 'settle') answer.pass.settle({ verdict: 'answered', latencyMs: 5 });
      else answer.pass.abandon();
    };
    for (let i = 0; i < 30; i++) await first('abandon');
    expect(await used(gate, 'retry')).toBe(0);
    for (let i = 0; i < 30; i++) await first('settle');
    expect(await used(gate, 'retry')).toBe(3);
  });

  it('has a token back that was not used', async () => {
    const gate = gateOf(open());
    const answer = await gate.enter(asked('retry'));
    if (!answer.passed) throw new Error('the first retry passes');
    await used(gate, 'retry');
    answer.pass.abandon();
    expect(await used(gate, 'retry')).toBe(1);
  });

  it('tells who it puts off when the next token comes, apart from each other', async () => {
    const gate = gateOf(open());
    await used(gate, 'retry');
    expect(await gate.enter(asked('retry'))).toMatchObject({
      passed: false,
      by: 'retry_budget',
      id: `tool:${REFUND}`,
      waitMs: 5_000 + 15_000,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import type { GateAnswer } from '@/lib/ports/gates';
import { BreakerGate } from './breaker-gate';
import { KillableProcess } from './testing/killable-process';
import { MemoryBreakers } from './testing/memory-breakers';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const KEY = `tool:${REFUND}@receiver.example`;
const BREAKER = { windowMs: 60_000, minimumCalls: 4, failureRate: 0.5, openMs: 30_000, probes: 2 };

/** Two gates over one store, as two processes have them. */
function gatesOf(bench: RuntimeBench) {
  const breakers = new MemoryBreakers(bench.clock);
  const changed: string[] = [];
  const gate = () =>
    new BreakerGate({
      breakers,
      clock: bench.clock,
      random: { next: () => 0 },
      logger: bench.ports.logger,
      changes: {
        publish: (changes) => void changed.push(...changes.map(({ topic, id }) => `${topic} ${id}`)),
      },
    });
  return { breakers, changed, one: gate(), other: gate() };
}

function benchWith(tool: object = {}) {
  const bench = open({
    turns: [answers(refund()), finishes('Done.')],
    tools: [toolVersion(REFUND, { effect: 'read', retry: { maxAttempts: 1 }, breaker: BREAKER, ...tool })],
  });
  return { bench, ...gatesOf(bench) };
}

const enter = (gate: BreakerGate, tool = toolVersion(REFUND, { breaker: BREAKER })): Promise<GateAnswer> =>
  gate.enter({
    runId: 'r',
    agent: 'refunds',
    step: 2,
    attempt: 1,
    fence: 1,
    cause: 'first',
    called: { kind: 'tool', tool },
  });

async function calls(
  gate: BreakerGate,
  verdicts: readonly ('answered' | 'faulty' | 'none')[],
  latencyMs = 10,
) {
  for (const verdict of verdicts) {
    const answer = await enter(gate);
    if (!answer.passed) throw new Error('it let nothing through');
    answer.pass.settle({ verdict, latencyMs });
  }
}

describe('the breaker gate', () => {
  it('opens at the rate, for every process, within what is cached and gathered', async () => {
    const { bench, one, other, changed } = benchWith();
    await calls(one, ['faulty', 'answered']);
    await calls(other, ['faulty', 'answered']);
    await bench.clock.pass(1_500);
    expect(await enter(one)).toMatchObject({ passed: false, by: 'breaker', id: KEY });
    expect(await enter(other)).toMatchObject({ passed: false, by: 'breaker', id: KEY });
    expect(changed).toContain(`breakers ${KEY}`);
  });

  it('stays closed below the minimum of calls, and for what is not the dependency’s fault', async () => {
    const { bench, one } = benchWith();
    await calls(one, ['faulty', 'faulty', 'faulty']);
    await bench.clock.pass(1_500);
    expect(await enter(one)).toMatchObject({ passed: true });
    await calls(one, ['none', 'none', 'none', 'none', 'none']);
    await bench.clock.pass(1_500);
    expect(await enter(one)).toMatchObject({ passed: true });
  });

  it('opens with the good call that makes the least number of calls full', async () => {
    const { bench, one } = benchWith();
    await calls(one, ['faulty', 'faulty', 'faulty']);
    await bench.clock.pass(1_500);
    await calls(one, ['answered']);
    await bench.clock.pass(1_500);
    expect(await enter(one)).toMatchObject({ passed: false });
  });

  it('sends those who wait for it back apart, and within a minute however long it stays open', async () => {
    const { bench, breakers } = benchWith();
    await breakers.open(KEY, 0, { openMs: 3_600_000, reason: 'It failed.' });
    const waits = await Promise.all(
      [0, 0.9].map(async (chance) => {
        const { clock, ports } = bench;
        const random = { next: () => chance };
        const gate = new BreakerGate({
          breakers,
          clock,
          random,
          logger: ports.logger,
          changes: ports.changes,
        });
        const answer = await enter(gate);
        return answer.passed ? null : answer.waitMs;
      }),
    );
    expect(waits).toEqual([60_000, 73_500]);
  });

  it('hands in everything on the way down: counts that are gathered, a report and a probe’s end under way', async () => {
    const { bench, one, breakers } = benchWith();
    await calls(one, ['faulty', 'faulty', 'faulty', 'faulty']);
    const drained = one.drain();
    await bench.clock.pass(300);
    await drained;
    expect(breakers.changes).toEqual(['closed → open']);
    await bench.clock.pass(31_000);
    const probe = await enter(one);
    if (!probe.passed) throw new Error('a probe may go');
    probe.pass.settle({ verdict: 'faulty', latencyMs: 5 });
    await one.drain();
    expect(breakers.changes.at(-1)).toBe('half_open → open');
  });

  it('opens for slow calls', async () => {
    const { bench, one } = benchWith();
    await calls(one, ['answered', 'answered', 'answered', 'answered'], 4_000);
    await bench.clock.pass(1_500);
    expect(await enter(one)).toMatchObject({ passed: false });
  });

  it('lets through exactly the permitted probes of all processes, and closes when they were answered', async () => {
    const { bench, one, other, breakers } = benchWith();
    await calls(one, ['faulty', 'faulty', 'faulty', 'faulty']);
    await bench.clock.pass(31_000);
    const asked = await Promise.all([one, other, one, other, one, other].map((gate) => enter(gate)));
    const passed = asked.filter((answer) => answer.passed);
    expect(passed).toHaveLength(2);
    for (const { pass } of passed) pass.settle({ verdict: 'answered', latencyMs: 5 });
    await bench.clock.pass(1_100);
    expect(await enter(one)).toMatchObject({ passed: true });
    expect(await enter(other)).toMatchObject({ passed: true });
    expect(breakers.changes).toEqual(['closed → open', 'open → half_open', 'half_open → closed']);
  });

  it('opens again when a probe fails or is slow', async () => {
    for (const outcome of [
      { verdict: 'faulty', latencyMs: 5 },
      { verdict: 'answered', latencyMs: 4_000 },
    ] as const) {
      const { bench, one, breakers } = benchWith();
      await calls(one, ['faulty', 'faulty', 'faulty', 'faulty']);
      await bench.clock.pass(31_000);
      const probe = await enter(one);
      if (!probe.passed) throw new Error('a probe may go');
      probe.pass.settle(outcome);
      await bench.clock.pass(1_100);
      expect(breakers.changes.at(-1)).toBe('half_open → open');
      expect(await enter(one)).toMatchObject({ passed: false });
    }
  });

  it('gives the place of a probe that was never begun to another', async () => {
    const { bench, one } = benchWith({ breaker: { ...BREAKER, probes: 1 } });
    await calls(one, ['faulty', 'faulty', 'faulty', 'faulty']);
    await bench.clock.pass(31_000);
    const tool = toolVersion(REFUND, { breaker: { ...BREAKER, probes: 1 } });
    const first = await enter(one, tool);
    if (!first.passed) throw new Error('a probe may go');
    expect(await enter(one, tool)).toMatchObject({ passed: false });
    first.pass.abandon();
    await bench.clock.pass(100);
    expect(await enter(one, tool)).toMatchObject({ passed: true });
  });

  it('lets pass what it can not judge: a store that is away, an address that is not written out', async () => {
    const { one, breakers } = benchWith();
    breakers.read = () => Promise.reject(new StoreUnavailableError('It is away.'));
    expect(await enter(one)).toMatchObject({ passed: true });
    const unknown = toolVersion(REFUND, { http: { method: 'GET', url: 'https://{host}/x' } });
    expect(await enter(one, unknown)).toMatchObject({ passed: true });
  });

  it('counts each model by itself', async () => {
    const { bench, one } = benchWith();
    const model = await bench.ports.catalog.model('scripted');
    if (model === null) throw new Error('the bench has a model');
    const asked = () =>
      one.enter({
        runId: 'r',
        fence: 1,
        agent: 'refunds',
        step: 1,
        attempt: 1,
        cause: 'first',
        called: { kind: 'model', model },
      });
    for (let i = 0; i < 10; i += 1) {
      const answer = await asked();
      if (answer.passed) answer.pass.settle({ verdict: 'faulty', latencyMs: 5 });
    }
    await bench.clock.pass(1_500);
    expect(await asked()).toMatchObject({ passed: false, id: 'model:scripted' });
    expect(await enter(one)).toMatchObject({ passed: true });
  });
});

describe('runs behind a breaker', () => {
  it('wait for it without an attempt, and go on by themselves when the dependency is back', async () => {
    const { bench, one, breakers } = benchWith({ retry: { maxAttempts: 5, baseMs: 100, capMs: 500 } });
    bench.gates = one;
    bench.receiver.faults = ['refuse', 'refuse', 'refuse', 'refuse'];
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'breaker');
    expect(bench.toolStep(runId).attempts).toHaveLength(4);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).attempts).toHaveLength(5);
    expect(breakers.changes.slice(0, 2)).toEqual(['closed → open', 'open → half_open']);
  });

  it('stay parked while a person isolates it, and go on after a reset', async () => {
    const { bench, one, breakers } = benchWith();
    bench.gates = one;
    await breakers.set(KEY, 'isolated');
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'breaker');
    await bench.clock.pass(10 * 60_000);
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.status(runId)).toBe('waiting');
    await breakers.set(KEY, 'closed');
    one.forget(KEY);
    await bench.store.hasten([runId]);
    await bench.untilStatus(runId, 'succeeded');
  });
});

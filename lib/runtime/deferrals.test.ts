import { describe, expect, it } from 'vitest';
import type { GateAnswer, GateRequest, Gates, PassOutcome } from '@/lib/ports/gates';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();

/** Refuses while `shut` says so; notes how every pass ended. */
class ScriptedGates implements Gates {
  readonly asked: GateRequest[] = [];
  readonly ended: (PassOutcome | 'abandoned')[] = [];
  passed = 0;

  constructor(
    private readonly nowMs: () => number,
    /** Until when, in epoch milliseconds. */
    private readonly shut: (request: GateRequest) => number | null,
  ) {}

  async enter(request: GateRequest): Promise<GateAnswer> {
    this.asked.push(request);
    const untilMs = this.shut(request);
    if (untilMs !== null)
      return { passed: false, by: 'breaker', id: 'tool:x@y', waitMs: untilMs - this.nowMs() };
    this.passed += 1;
    const end = (how: PassOutcome | 'abandoned') => void this.ended.push(how);
    return { passed: true, pass: { settle: end, abandon: () => end('abandoned') } };
  }
}

function shutFor(bench: RuntimeBench, kind: 'tool' | 'model', ms: number): ScriptedGates {
  const untilMs = bench.clock.now() + ms;
  const gates = new ScriptedGates(
    () => bench.clock.now(),
    ({ called }) => (called.kind === kind && bench.clock.now() < untilMs ? untilMs : null),
  );
  bench.gates = gates;
  return gates;
}

async function begin(bench: RuntimeBench) {
  await new KillableProcess(bench).start();
  return bench.start();
}

const BREAKER = { kind: 'breaker', id: 'tool:x@y' };

describe('an attempt that a gate puts off', () => {
  it('parks the run on what stands against it, burns no attempt, and is made when the time has come', async () => {
    const bench = open();
    const gates = shutFor(bench, 'tool', 60_000);
    const runId = await begin(bench);
    await bench.untilStatus(runId, 'waiting', 'breaker');
    expect(bench.store.runs.get(runId)?.waiting?.items).toEqual([
      { ...BREAKER, until: expect.stringMatching(/Z$/) },
    ]);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'proposed', attempts: [] });
    expect(bench.state(runId).usage.toolCalls).toBe(0);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'succeeded', deferred: null });
    expect(bench.toolStep(runId).attempts).toHaveLength(1);
    expect(gates.ended.filter((how) => how !== 'abandoned')).toHaveLength(gates.passed);
  });

  it('waits for a short time in the process', async () => {
    const bench = open();
    shutFor(bench, 'tool', 1_000);
    const runId = await begin(bench);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.kinds(runId).filter((kind) => kind === 'claim')).toHaveLength(1);
    expect(bench.kinds(runId).filter((kind) => kind === 'fact:2')).toHaveLength(1);
  });

  it('is asked for again as soon as the run is hastened, and the journal is not filled with the same answer', async () => {
    const bench = open();
    let shut = true;
    const untilMs = bench.clock.now() + 3_600_000;
    bench.gates = new ScriptedGates(
      () => bench.clock.now(),
      ({ called }) => (shut && called.kind === 'tool' ? untilMs : null),
    );
    const runId = await begin(bench);
    await bench.untilStatus(runId, 'waiting', 'breaker');
    await bench.store.hasten([runId]);
    await bench.clock.pass(5_000);
    expect(bench.kinds(runId).filter((kind) => kind === 'fact:2')).toHaveLength(1);
    shut = false;
    await bench.store.hasten([runId]);
    await bench.clock.pass(5_000);
    expect(bench.status(runId)).toBe('succeeded');
  });

  it('holds the model call too, before its step exists', async () => {
    const bench = open();
    shutFor(bench, 'model', 60_000);
    const runId = await begin(bench);
    await bench.untilStatus(runId, 'waiting', 'breaker');
    expect(bench.state(runId).steps).toEqual([]);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).deferredModel).toBeNull();
  });

  it('holds a further attempt of a failed call, which keeps its attempts', async () => {
    const bench = open();
    bench.receiver.faults = ['refuse'];
    const untilMs = bench.clock.now() + 60_000;
    bench.gates = new ScriptedGates(
      () => bench.clock.now(),
      ({ attempt }) => (attempt > 1 && bench.clock.now() < untilMs ? untilMs : null),
    );
    const runId = await begin(bench);
    await bench.untilStatus(runId, 'waiting', 'breaker');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'retrying', deferred: { by: 'breaker' } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).attempts).toHaveLength(2);
  });

  it('can be cancelled while it waits', async () => {
    const bench = open();
    shutFor(bench, 'tool', 3_600_000);
    const runId = await begin(bench);
    await bench.untilStatus(runId, 'waiting', 'breaker');
    bench.store.appendInput(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'Too late.' });
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.receiver.calls).toEqual([]);
  });

  it('reaches the deadline of its run', async () => {
    const bench = open();
    shutFor(bench, 'tool', 3_600_000);
    await new KillableProcess(bench).start();
    const runId = await bench.start({ order_id: 'A-1' }, { deadlineMs: 30_000 });
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(bench.state(runId).bound?.bound).toBe('time');
  });

  it('does not hold its neighbours in the same answer', async () => {
    const bench = open({
      turns: [
        answers(refund('A-1'), { tool: 'chat.post', arguments: { order_id: 'A-2' } }),
        finishes('Done.'),
      ],
      tools: [toolVersion(REFUND), toolVersion('chat.post')],
    });
    const untilMs = bench.clock.now() + 60_000;
    bench.gates = new ScriptedGates(
      () => bench.clock.now(),
      ({ called }) => {
        const isRefund = called.kind === 'tool' && called.tool.name === REFUND;
        return isRefund && bench.clock.now() < untilMs ? untilMs : null;
      },
    );
    const runId = await begin(bench);
    await bench.untilStatus(runId, 'waiting', 'breaker');
    expect(bench.toolStep(runId, 3).status).toBe('succeeded');
    await bench.untilStatus(runId, 'succeeded');
  });
});

describe('a pass', () => {
  it('is told how its attempt ended: held against the dependency only where that is at fault', async () => {
    const bench = open();
    bench.receiver.faults = ['refuse'];
    const gates = new ScriptedGates(
      () => bench.clock.now(),
      () => null,
    );
    bench.gates = gates;
    const runId = await begin(bench);
    await bench.untilStatus(runId, 'succeeded');
    const verdicts = gates.ended.map((how) => (how === 'abandoned' ? how : how.verdict));
    expect(verdicts).toEqual(['answered', 'faulty', 'answered', 'answered']);
  });

  it('is given up where the intent is not committed', async () => {
    const bench = open();
    const gates = new ScriptedGates(
      () => bench.clock.now(),
      () => null,
    );
    bench.gates = gates;
    const { commit } = bench.store;
    bench.store.commit = async (given) => {
      if (given.effectClaims.length === 0) return commit.call(bench.store, given);
      bench.store.commit = commit;
      return { status: 'fenced' };
    };
    const runId = await begin(bench);
    await bench.clock.runUntil(() => gates.ended.includes('abandoned'));
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.status(runId)).toBe('running');
  });
});

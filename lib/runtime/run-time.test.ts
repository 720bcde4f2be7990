// When a run's time begins, what of it counts, and what happens when it is over.
import { describe, expect, it } from 'vitest';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { AMOUNT, refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const LIMITS = { deadlineMs: 60_000 };
const HOUR_MS = 3_600_000;
const RESUME = { type: 'resume', by: TEST_ACTOR, reason: 'Go on.', limits: {} } as const;

async function queued(options: Partial<BenchOptions> = {}, limits: object = LIMITS) {
  const bench = open(options);
  const runId = await bench.start({ order_id: 'A-1' }, limits);
  return { bench, runId };
}

describe('the time of a run', () => {
  it('begins with its first claim: one that was queued for longer than its time still runs', async () => {
    const { bench, runId } = await queued();
    await bench.clock.pass(HOUR_MS);
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    const claim = bench.store.runs.get(runId)?.rows.find(({ kind }) => kind === 'claim');
    expect(Date.parse(bench.state(runId).deadlineAt)).toBe(Date.parse(claim?.at ?? '') + LIMITS.deadlineMs);
  });

  it('goes on over later claims: a lost worker gives none back', async () => {
    const { bench, runId } = await queued();
    await bench.clock.pass(HOUR_MS);
    bench.receiver.faults = ['hang_before'];
    const first = new KillableProcess(bench);
    await first.start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    const { deadlineAt } = bench.state(runId);
    first.kill();
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).fence).toBe(2);
    expect(bench.state(runId).deadlineAt).toBe(deadlineAt);
  });

  it('is not made longer by a halt under which it was queued', async () => {
    const { bench, runId } = await queued();
    const process = new KillableProcess(bench);
    await process.start();
    await bench.untilStatus(runId, 'succeeded');
    bench.store.stops.set('global', { kind: 'user', id: 'u', label: 'Ada' }, 'Look.');
    const held = await bench.start({ order_id: 'A-2' }, LIMITS);
    await bench.clock.pass(HOUR_MS);
    bench.store.stops.lift('global');
    await bench.untilStatus(held, 'succeeded');
    expect(bench.kinds(held).filter((kind) => kind === 'fact')).toEqual([]);
    const claim = bench.store.runs.get(held)?.rows.find(({ kind }) => kind === 'claim');
    expect(Date.parse(bench.state(held).deadlineAt)).toBe(Date.parse(claim?.at ?? '') + LIMITS.deadlineMs);
  });
});

describe('a deadline that the caller gave', () => {
  const GIVEN = { deadlineMs: 30 * 60_000 };
  const LARGE = {
    turns: [answers(refund('A-1', 900)), finishes('Done.')],
    tools: [toolVersion(REFUND, AMOUNT)],
  };

  it('counts from the creation of the run, its time in the queue included', async () => {
    const bench = open();
    const runId = await bench.start({ order_id: 'A-1' }, {}, GIVEN);
    const { givenDeadlineAt, startedAt } = bench.state(runId);
    expect(Date.parse(givenDeadlineAt ?? '') - Date.parse(startedAt)).toBe(GIVEN.deadlineMs);
    await bench.clock.pass(HOUR_MS);
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(bench.state(runId).bound).toMatchObject({ bound: 'deadline' });
    expect(bench.model.requests).toEqual([]);
  });

  it('wakes a run that waits for a person, and parks it at its bound with the question open', async () => {
    const bench = open(LARGE);
    await new KillableProcess(bench).start();
    const runId = await bench.start({ order_id: 'A-1' }, {}, GIVEN);
    await bench.untilStatus(runId, 'waiting', 'approval');
    await bench.untilStatus(runId, 'waiting', 'limit');
    const lateMs = bench.clock.now() - Date.parse(bench.state(runId).givenDeadlineAt ?? '');
    expect(lateMs).toBeLessThan(2_000);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.clock.pass(10_000);
    expect(bench.receiver.calls).toEqual([]);
    bench.store.appendInput(runId, RESUME);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).givenDeadlineAt).toBeNull();
  });

  it('is what a step gets where it is less than the step’s own time', async () => {
    const tool = toolVersion(REFUND, { effect: 'read', timeoutMs: 60_000 });
    const bench = open({ tools: [tool] });
    bench.receiver.faults = ['hang_before'];
    await new KillableProcess(bench).start();
    const runId = await bench.start({ order_id: 'A-1' }, {}, { deadlineMs: 10_000 });
    const startMs = bench.clock.now();
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(bench.clock.now() - startMs).toBeLessThanOrEqual(11_000);
    expect(bench.toolStep(runId).attempts[0]?.error?.code).toBe('timeout');
  });

  it('stands still for nothing: a pause moves the run’s own time and not this one', async () => {
    const bench = open(LARGE);
    await new KillableProcess(bench).start();
    const runId = await bench.start({ order_id: 'A-1' }, {}, GIVEN);
    await bench.untilStatus(runId, 'waiting', 'approval');
    const { givenDeadlineAt } = bench.state(runId);
    bench.store.appendInput(runId, { type: 'pause', by: TEST_ACTOR, reason: 'Wait.' });
    await bench.clock.pass(60_000);
    bench.store.appendInput(runId, RESUME);
    await bench.clock.pass(60_000);
    expect(bench.state(runId).givenDeadlineAt).toBe(givenDeadlineAt);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
  });
});

describe('the time that a person takes to decide', () => {
  async function asked(agent: object) {
    const bench = open({
      turns: [answers(refund('A-1', 900)), finishes('Done.')],
      tools: [toolVersion(REFUND, AMOUNT)],
      agent,
    });
    await new KillableProcess(bench).start();
    const runId = await bench.start({ order_id: 'A-1' }, { deadlineMs: 600_000 });
    await bench.untilStatus(runId, 'waiting', 'approval');
    return { bench, runId };
  }

  it.each([{}, { approvalWaits: 'excluded' }])('is no time of the run with %o', async (agent) => {
    const { bench, runId } = await asked(agent);
    expect(bench.store.runs.get(runId)?.dueAtMs).toBeNull();
    await bench.clock.pass(3_000_000);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
  });

  it('is time of the run where its agent says so: in time it goes on', async () => {
    const { bench, runId } = await asked({ approvalWaits: 'counted' });
    const { deadlineAt, humanWaitSince } = bench.state(runId);
    expect(humanWaitSince).toBeNull();
    await bench.clock.pass(300_000);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).deadlineAt).toBe(deadlineAt);
  });

  it('is time of the run where its agent says so: too late it stands at its bound, and goes on when raised', async () => {
    const { bench, runId } = await asked({ approvalWaits: 'counted' });
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(bench.state(runId).bound).toMatchObject({ bound: 'time' });
    expect(bench.clock.now() - Date.parse(bench.state(runId).startedAt)).toBeLessThan(605_000);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.clock.pass(10_000);
    expect(bench.receiver.calls).toEqual([]);
    bench.store.appendInput(runId, { ...RESUME, limits: { deadlineMs: 1_200_000 } });
    await bench.untilStatus(runId, 'succeeded');
  });

  it('does not make a pause count', async () => {
    const { bench, runId } = await asked({ approvalWaits: 'counted' });
    bench.store.appendInput(runId, { type: 'pause', by: TEST_ACTOR, reason: 'Wait.' });
    await bench.clock.pass(900_000);
    expect(bench.store.runs.get(runId)?.waiting?.reason).toBe('paused');
    bench.store.appendInput(runId, RESUME);
    await bench.clock.pass(5_000);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
  });
});

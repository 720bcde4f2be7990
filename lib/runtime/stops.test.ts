import { describe, expect, it } from 'vitest';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { heldReplies, LARGE_REFUND, refund, waitingRun, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const TWO_REFUNDS = { turns: [answers(refund('A-1')), answers(refund('A-2')), finishes('Done.')] };

async function begin(bench: RuntimeBench, limits = {}) {
  const process = new KillableProcess(bench);
  await process.start();
  const runId = await bench.start({ order_id: 'A-1' }, limits);
  return { process, runId };
}
const halt = (bench: RuntimeBench) => bench.store.stops.set('global', TEST_ACTOR, 'An incident.');
const obeyed = (bench: RuntimeBench, { worker }: KillableProcess, epoch: number) =>
  bench.clock.runUntil(
    () => (bench.store.stops.acknowledged.get(worker.status().workerId ?? '') ?? -1) >= epoch,
  );
const waitingOf = (bench: RuntimeBench, runId: string) => bench.store.runs.get(runId)?.waiting;

describe('a halt', () => {
  it('lets what is in flight settle, begins nothing more, and the run goes on by itself once it is lifted', async () => {
    const bench = open(TWO_REFUNDS);
    const reply = heldReplies(bench);
    const { process, runId } = await begin(bench);
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    const epoch = halt(bench);
    await obeyed(bench, process, epoch);
    expect(bench.status(runId)).toBe('running');
    const asked = bench.model.requests.length;
    reply();
    await bench.untilStatus(runId, 'waiting', 'halt');
    expect(waitingOf(bench, runId)).toEqual({ reason: 'halt', items: [{ kind: 'halt', id: String(epoch) }] });
    expect(bench.toolStep(runId).status).toBe('succeeded');
    await bench.clock.pass(3_600_000);
    expect([bench.model.requests.length, bench.receiver.calls.length]).toEqual([asked, 1]);
    const rows = bench.store.runs.get(runId)?.rows.length;
    await bench.clock.pass(3_600_000);
    expect(bench.store.runs.get(runId)?.rows.length).toBe(rows);
    bench.receiver.afterEffect = async () => {};
    bench.store.stops.lift('global');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(2);
  });

  it('does not count as time of the run', async () => {
    const bench = open(TWO_REFUNDS);
    const reply = heldReplies(bench);
    const { process, runId } = await begin(bench, { deadlineMs: 60_000 });
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    await obeyed(bench, process, halt(bench));
    reply();
    await bench.untilStatus(runId, 'waiting', 'halt');
    const queued = await bench.start({ order_id: 'A-1' }, { deadlineMs: 60_000 });
    await bench.clock.pass(3_600_000);
    expect(bench.status(queued)).toBe('queued');
    bench.receiver.afterEffect = async () => {};
    bench.store.stops.lift('global');
    await bench.untilStatus(runId, 'succeeded');
    await bench.untilStatus(queued, 'succeeded');
  });

  it('holds back a call whose intent was being committed when it was obeyed', async () => {
    const bench = open();
    const process = new KillableProcess(bench);
    const { commit } = bench.store;
    bench.store.commit = async (given) => {
      const outcome = await commit.call(bench.store, given);
      if (given.effectClaims.length > 0) {
        bench.store.commit = commit;
        await obeyed(bench, process, halt(bench));
        expect(bench.receiver.calls).toEqual([]);
      }
      return outcome;
    };
    await process.start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'halt');
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.toolStep(runId).attempts.map(({ error }) => error?.code)).toEqual(['halted']);
    bench.store.stops.lift('global');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.state(runId).usage.toolCalls).toBe(1);
  });

  it('takes a decision and sends nothing before it is lifted', async () => {
    const bench = open(LARGE_REFUND);
    const { runId, process, approval } = await waitingRun(bench);
    await obeyed(bench, process, halt(bench));
    bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'waiting', 'halt');
    expect(bench.toolStep(runId).status).toBe('ready');
    expect(bench.receiver.calls).toEqual([]);
    bench.store.stops.lift('global');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('lets a run be cancelled', async () => {
    const bench = open(TWO_REFUNDS);
    const process = new KillableProcess(bench);
    await process.start();
    const epoch = halt(bench);
    await obeyed(bench, process, epoch);
    const runId = await bench.start();
    bench.store.appendInput(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'No more.' });
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.model.requests).toEqual([]);
  });

  it('is obeyed by a worker that comes later, from its first moment', async () => {
    const bench = open();
    const epoch = halt(bench);
    const { process, runId } = await begin(bench);
    await bench.clock.runUntil(() => process.worker.status().workerId !== null);
    const workerId = process.worker.status().workerId ?? '';
    expect(bench.store.stops.acknowledged.get(workerId)).toBe(epoch);
    await bench.clock.pass(10_000);
    expect([bench.status(runId), bench.model.requests.length]).toEqual(['queued', 0]);
  });

  it('settles what a lost worker left, and sends nothing for it', async () => {
    const bench = open({ ...TWO_REFUNDS, tools: [toolVersion(REFUND, { effect: 'idempotent' })] });
    const { process, runId } = await begin(bench);
    bench.receiver.afterEffect = async () => {
      process.kill();
      await new Promise<never>(() => {});
    };
    await bench.clock.runUntil(() => process.dead);
    bench.receiver.afterEffect = async () => {};
    halt(bench);
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'waiting', 'halt');
    expect(bench.toolStep(runId).status).toBe('in_doubt');
    expect(bench.receiver.calls).toHaveLength(1);
    bench.store.stops.lift('global');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(2);
  });
});

describe('a paused agent', () => {
  it('stops before its next step and says so, and new runs stay queued', async () => {
    const bench = open(TWO_REFUNDS);
    const reply = heldReplies(bench);
    const { process, runId } = await begin(bench);
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    await obeyed(bench, process, bench.store.stops.set('agent:refunds', TEST_ACTOR, 'Look first.'));
    const queued = await bench.start();
    reply();
    await bench.untilStatus(runId, 'waiting', 'paused');
    expect(waitingOf(bench, runId)?.items).toEqual([{ kind: 'agent_paused', id: 'refunds' }]);
    await bench.clock.pass(60_000);
    expect(bench.status(queued)).toBe('queued');
    bench.receiver.afterEffect = async () => {};
    bench.store.stops.lift('agent:refunds');
    await bench.untilStatus(runId, 'succeeded');
    await bench.untilStatus(queued, 'succeeded');
  });

  it('that goes on leaves a run paused that was paused itself', async () => {
    const bench = open(TWO_REFUNDS);
    const reply = heldReplies(bench);
    const { process, runId } = await begin(bench);
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    await obeyed(bench, process, bench.store.stops.set('agent:refunds', TEST_ACTOR, 'Look first.'));
    reply();
    await bench.untilStatus(runId, 'waiting', 'paused');
    bench.store.appendInput(runId, { type: 'pause', by: TEST_ACTOR, reason: 'This one too.' });
    await bench.clock.runUntil(() => waitingOf(bench, runId)?.items[0]?.kind === 'paused');
    bench.store.stops.lift('agent:refunds');
    await bench.clock.pass(60_000);
    expect(bench.status(runId)).toBe('waiting');
    bench.receiver.afterEffect = async () => {};
    bench.store.appendInput(runId, { type: 'resume', by: TEST_ACTOR, reason: 'Go on.', limits: {} });
    await bench.untilStatus(runId, 'succeeded');
  });
});

// What went wrong with approvals in other systems, from their trackers. Each line once, by its name.
import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import {
  AMOUNT,
  LARGE_REFUND,
  refund,
  toldAboutCalls,
  waitingRun,
  watchBenches,
} from './testing/watched-bench';

const openBench = watchBenches();
const TWO_LARGE = [answers(refund('A-1', 900), refund('A-2', 700)), finishes('Done.')];

function openWaiting() {
  const bench = openBench(LARGE_REFUND);
  return waitingRun(bench).then((run) => ({ bench, ...run }));
}

async function openTwo() {
  const bench = openBench({ turns: TWO_LARGE, tools: [toolVersion(REFUND, AMOUNT)] });
  await new KillableProcess(bench).start();
  const runId = await bench.start();
  await bench.untilStatus(runId, 'waiting', 'approval');
  const [first, second] = bench.pendingApprovals();
  if (!first || !second) throw new Error('two approvals are pending');
  return { bench, runId, first, second };
}

const sentOrders = (bench: RuntimeBench) => bench.receiver.effects.map((effect) => effect.key);

describe('a regression of other trackers:', () => {
  it('rejected call runs anyway', async () => {
    const { bench, runId, approval } = await openWaiting();
    bench.decide(approval, 'reject', { reason: 'The customer was paid already.' });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.toolStep(runId).status).toBe('rejected');
    expect(bench.store.effects.read({ scope: 'run', key: approval.effectKey })).toBeNull();
    expect(toldAboutCalls(bench)).toContain(
      'Eve rejected this call: The customer was paid already. Do not retry or rephrase this call.',
    );
  });

  it('answer applied to another call', async () => {
    const { bench, runId, first, second } = await openTwo();
    // Somebody answers the first question with what was shown for the second.
    bench.store.appendInput(runId, {
      type: 'decision',
      by: { kind: 'user', id: 'user-eve', label: 'Eve' },
      approvalId: first.request.id,
      step: second.step,
      decision: 'approve',
      payloadHash: second.request.payloadHash,
      arguments: null,
      answer: null,
      reason: null,
      decidedAt: first.createdAt,
    });
    await bench.clock.pass(5_000);
    expect(bench.receiver.calls).toEqual([]);
    bench.decide(second, 'approve');
    await bench.clock.runUntil(
      () => bench.receiver.effects.length === 1 && bench.status(runId) === 'waiting',
    );
    expect(sentOrders(bench)).toEqual([second.effectKey]);
    expect(bench.toolStep(runId, first.step).status).toBe('awaiting_approval');
  });

  it('parallel approvals lost', async () => {
    const { bench, runId, first, second } = await openTwo();
    // In one moment, so that both lie there when the run is next looked at.
    bench.decide(second, 'approve');
    bench.decide(first, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(sentOrders(bench).toSorted()).toEqual([first.effectKey, second.effectKey].toSorted());
    expect(bench.state(runId).inputSeq).toBe(2);
  });

  it('approved but never runs', async () => {
    const { bench, runId, approval } = await openWaiting();
    // Nobody wakes anything: the poll alone finds it, within its second.
    bench.decide(approval, 'approve');
    const decidedMs = bench.clock.now();
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    expect(bench.clock.now() - decidedMs).toBeLessThanOrEqual(1_000);
    await bench.untilStatus(runId, 'succeeded');
  });

  it('resumed but shown suspended', async () => {
    const { bench, runId, approval } = await openWaiting();
    bench.receiver.afterEffect = () => bench.clock.sleep(1_000);
    bench.decide(approval, 'approve');
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    expect(bench.store.runs.get(runId)).toMatchObject({ status: 'running', waiting: null });
    expect(bench.toolStep(runId).status).toBe('running');
    expect(bench.store.approvals.get(approval.request.id)?.status).toBe('approved');
    await bench.untilStatus(runId, 'succeeded');
  });

  it('waiting shown as completed', async () => {
    const { bench, runId, approval } = await openWaiting();
    await bench.clock.pass(60_000);
    expect(bench.store.runs.get(runId)).toMatchObject({
      status: 'waiting',
      waiting: { reason: 'approval', items: [{ kind: 'approval', id: approval.request.id }] },
      finishedAt: null,
      output: null,
    });
    expect(bench.state(runId).end).toBeNull();
    expect(bench.toolStep(runId)).toMatchObject({ status: 'awaiting_approval', finishedAt: null });
  });

  it('decision before the wait is registered', async () => {
    const bench = openBench(LARGE_REFUND);
    const { commit } = bench.store;
    let decided = 0;
    // The approval is there with the commit that parks the run: it is decided before the run's own process hears of it.
    bench.store.commit = async (given) => {
      const outcome = await commit.call(bench.store, given);
      for (const approval of given.approvals) {
        decided += 1;
        bench.decide(approval, 'approve');
      }
      return outcome;
    };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(decided).toBe(1);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('decision before the wait is registered: between the rows and the parking', async () => {
    const bench = openBench({ turns: TWO_LARGE, tools: [toolVersion(REFUND, AMOUNT)] });
    const { commit } = bench.store;
    let refusedParks = 0;
    // The second is decided when the run is about to park for it, after the first was carried out.
    bench.store.commit = async (given) => {
      const [first] = bench.pendingApprovals();
      if (given.exit?.kind === 'park' && first !== undefined && refusedParks === 0)
        bench.decide(first, 'approve');
      const outcome = await commit.call(bench.store, given);
      if (outcome.status === 'committed' && given.exit?.kind === 'park' && !outcome.exited) refusedParks += 1;
      return outcome;
    };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.pendingApprovals().length === 2);
    const [first] = bench.pendingApprovals();
    if (first === undefined) throw new Error('two approvals are pending');
    bench.decide(first, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(refusedParks).toBe(1);
    expect(bench.receiver.effects).toHaveLength(2);
  });

  it('decision after a redeploy', async () => {
    const { bench, runId, approval, process } = await openWaiting();
    await process.dispatcher.stop(1_000);
    bench.decide(approval, 'approve');
    await bench.clock.pass(60_000);
    expect(bench.receiver.calls).toEqual([]);
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('expiry approves silently', async () => {
    const { bench, runId, approval } = await openWaiting();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.store.approvals.get(approval.request.id)?.status).toBe('expired');
    expect(bench.clock.now()).toBeGreaterThanOrEqual(Date.parse(approval.request.expiresAt ?? ''));
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.toolStep(runId).status).toBe('rejected');
    expect(toldAboutCalls(bench)).toContain('Nobody approved this call in time.');
  });

  it('run continues after expiry', async () => {
    const { bench, runId, approval } = await openWaiting();
    const expiresMs = Date.parse(approval.request.expiresAt ?? '');
    await bench.clock.runUntil(() => bench.clock.now() > expiresMs);
    await bench.untilStatus(runId, 'succeeded');
    // It went on without the call, and nobody can approve it any more.
    expect(() => bench.decide(approval, 'approve')).toThrow('is decided');
    await bench.clock.pass(60_000);
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.state(runId).end?.status).toBe('succeeded');
  });

  it('approve while the lease changes hands', async () => {
    const bench = openBench({
      turns: [answers(refund('A-1', 900), refund('A-2', 5)), finishes('Done.')],
      tools: [toolVersion(REFUND, AMOUNT)],
    });
    let reply = () => {};
    bench.receiver.afterEffect = () =>
      bench.receiver.effects.length > 1
        ? Promise.resolve()
        : new Promise((resolve) => {
            reply = resolve;
          });
    const old = new KillableProcess(bench);
    await old.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    // The old owner still has the other refund in flight, and learns of the decision too.
    bench.store.expireLease(old.worker.status().workerId ?? '');
    bench.decide(bench.onlyApproval(), 'approve');
    old.dispatcher.wake(runId);
    await new KillableProcess(bench).start();
    reply();
    await bench.untilStatus(runId, 'succeeded');
    expect(sentOrders(bench).toSorted()).toEqual([`${runId}:2`, `${runId}:3`]);
    expect(bench.state(runId).inputSeq).toBe(1);
  });
});

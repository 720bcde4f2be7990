import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { REFUND, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { AMOUNT, LARGE_REFUND, refund, waitingRun, watchBenches } from './testing/watched-bench';

let bench: RuntimeBench;
const open = watchBenches();
const waiting = (options: Partial<BenchOptions> = {}) => {
  bench = open({ ...LARGE_REFUND, ...options });
  return waitingRun(bench);
};

describe('an approved call that changed before it was sent', () => {
  it('asks again and says what changed in the tool', async () => {
    const { runId, approval, process } = await waiting();
    bench.putTool(toolVersion(REFUND, { ...AMOUNT, timeoutMs: 2_000 }, 2));
    bench.decide(approval, 'approve');
    await bench.clock.runUntil(() => bench.pendingApprovals().length === 1);
    const again = bench.onlyApproval();
    expect(again).toMatchObject({
      toolVersion: 2,
      request: {
        supersedes: approval.request.id,
        changed: [`${REFUND} changed from version 1 to 2.`],
      },
    });
    expect(again.reasons.map((reason) => reason.rule)).toContain('approval.binding');
    expect(bench.receiver.calls).toEqual([]);
    process.dispatcher.wake(runId);
    bench.decide(again, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('asks again when the policy judges it by other rules', async () => {
    const { approval } = await waiting();
    const rule = { id: 'refunds-by-day', effect: 'permit', message: 'By day.' } as const;
    bench.policy = { evaluate: async () => ({ effect: 'permit', rules: [rule], policyVersion: '2' }) };
    bench.decide(approval, 'approve');
    await bench.clock.runUntil(() => bench.pendingApprovals().length === 1);
    expect(bench.onlyApproval().request.changed).toEqual([
      'The policy says permit, refunds-by-day=permit where it said permit.',
    ]);
  });

  it('asks again whom the policy wants now, where its rule names another role than before', async () => {
    const rule = { id: 'refunds-by-day', effect: 'ask', message: 'By day.' } as const;
    const asking = { effect: 'ask' as const, rules: [rule], policyVersion: '2' };
    bench = open(LARGE_REFUND);
    bench.policy = { evaluate: async () => asking };
    const { approval } = await waitingRun(bench);
    bench.policy = { evaluate: async () => ({ ...asking, requiredRole: 'admin', policyVersion: '3' }) };
    bench.decide(approval, 'approve');
    await bench.clock.runUntil(() => bench.pendingApprovals().length === 1);
    const again = bench.onlyApproval();
    expect(again.request).toMatchObject({ requiredRole: 'admin', supersedes: approval.request.id });
    expect(bench.receiver.calls).toEqual([]);
  });

  it('does not ask again when only the version of the policy set changed', async () => {
    const { runId, approval } = await waiting();
    bench.policy = { evaluate: async () => ({ effect: 'permit', rules: [], policyVersion: '9' }) };
    bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is denied where the policy denies now, or can not be asked', async () => {
    for (const evaluate of [
      async () => ({
        effect: 'deny' as const,
        rules: [{ id: 'freeze', effect: 'deny' as const, message: 'Refunds are frozen.' }],
        policyVersion: '2',
      }),
      async () => Promise.reject(new Error('policy engine broken')),
    ]) {
      const { runId, approval } = await waiting();
      bench.policy = { evaluate };
      bench.decide(approval, 'approve');
      await bench.untilStatus(runId, 'succeeded');
      expect(bench.receiver.calls).toEqual([]);
      expect(bench.toolStep(runId).status).toBe('denied');
    }
  });
});

describe('several approvals of one answer', () => {
  const turns = [answers(refund('A-1', 900), refund('A-2', 10), refund('A-3', 700)), finishes('Done.')];

  it.each([
    ['in order', [0, 1]],
    ['the other way round', [1, 0]],
  ])('are kept and decided %s, and what needs nobody runs at once', async (_name, order) => {
    bench = open({ turns, tools: [toolVersion(REFUND, AMOUNT)] });
    const process = new KillableProcess(bench);
    await process.start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(bench.receiver.effects.map((effect) => effect.key)).toEqual([`${runId}:3`]);
    const approvals = bench.pendingApprovals();
    const [first, second] = order.map((i) => approvals[i]);
    if (!first || !second) throw new Error('two approvals are pending');
    bench.decide(first, 'approve');
    await bench.clock.runUntil(
      () => bench.receiver.effects.length === 2 && bench.status(runId) === 'waiting',
    );
    expect(bench.receiver.effects[1]?.key).toBe(first.effectKey);
    expect(bench.model.requests).toHaveLength(1);
    bench.decide(second, 'reject', { reason: 'No.' });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(2);
    expect(bench.model.requests).toHaveLength(2);
  });

  it('count overlapping waits once', async () => {
    bench = open({ turns, tools: [toolVersion(REFUND, AMOUNT)] });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    const before = Date.parse(bench.state(runId).deadlineAt);
    const sinceMs = Date.parse(bench.state(runId).humanWaitSince ?? '');
    const [first, second] = bench.pendingApprovals();
    if (!first || !second) throw new Error('two approvals are pending');
    await bench.clock.pass(600_000);
    bench.decide(first, 'approve');
    await bench.clock.pass(600_000);
    bench.decide(second, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    const rows = bench.store.runs.get(runId)?.rows ?? [];
    const lastDecision = rows.findLast((row) => row.payload.includes('"approve"'));
    expect(Date.parse(bench.state(runId).deadlineAt) - before).toBe(
      Date.parse(lastDecision?.at ?? '') - sinceMs,
    );
  });

  it('take a decision that comes before the run has parked, while a sibling is in flight', async () => {
    bench = open({ turns, tools: [toolVersion(REFUND, AMOUNT)] });
    let release = () => {};
    bench.receiver.afterEffect = () =>
      bench.receiver.effects.length === 1
        ? new Promise((resolve) => {
            release = resolve;
          })
        : Promise.resolve();
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    const [first, second] = bench.pendingApprovals();
    if (!first || !second) throw new Error('two approvals are pending');
    bench.decide(first, 'approve');
    await bench.clock.runUntil(() => bench.receiver.effects.length === 2, 2_000); // at once, beside the one in flight
    expect(bench.status(runId)).toBe('running');
    release();
    bench.decide(second, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(3);
  });
});

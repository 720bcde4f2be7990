import { describe, expect, it } from 'vitest';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { REFUND, toolVersion } from './testing/runtime-bench';
import { AMOUNT, LARGE_REFUND, toldAboutCalls, waitingRun, watchBenches } from './testing/watched-bench';

let bench: RuntimeBench;
const open = watchBenches();
const waiting = (options: Partial<BenchOptions> = {}) => {
  bench = open({ ...LARGE_REFUND, ...options });
  return waitingRun(bench);
};

describe('an approval', () => {
  it('shows the exact call and why, and sends nothing before it is decided', async () => {
    const { runId, approval } = await waiting();
    expect(approval).toMatchObject({
      runId,
      step: 2,
      kind: 'tool_call',
      tool: REFUND,
      arguments: { order_id: 'A-1', amount: 900 },
      effectKey: `${runId}:2`,
      amount: 900,
      amountUnit: 'EUR',
      decision: { confidence: 0.9 },
      reasons: [
        {
          rule: 'escalation.amountAbove',
          message: '900 EUR is above the 500 EUR this agent may spend in one call.',
        },
      ],
      request: { requiredRole: 'approver', quorum: 1, selfApproval: 'forbid', supersedes: null },
    });
    expect(bench.store.runs.get(runId)?.waiting).toEqual({
      reason: 'approval',
      items: [{ kind: 'approval', id: approval.request.id, until: approval.request.expiresAt }],
    });
    expect(bench.receiver.calls).toEqual([]);
  });

  it('sends the approved call once, and the run goes on', async () => {
    const { runId, approval } = await waiting();
    bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toEqual([
      { key: `${runId}:2`, tool: REFUND, arguments: { order_id: 'A-1', amount: 900 } },
    ]);
    expect(bench.toolStep(runId).verdict).toMatchObject({ decision: 'approve', by: { label: 'Eve' } });
  });

  it('sends the edited call, under a new hash', async () => {
    const { runId, approval } = await waiting({
      tools: [toolVersion(REFUND, { ...AMOUNT, keyTemplate: 'refund:{order_id}:{amount}' })],
    });
    const args = { order_id: 'A-1', amount: 600 };
    bench.decide(approval, 'edit', { arguments: args, editedHash: await bench.editedHash(approval, args) });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toEqual([
      { key: 'refund:A-1:600', tool: REFUND, arguments: { order_id: 'A-1', amount: 600 } },
    ]);
    expect(bench.toolStep(runId).call?.argumentHash).not.toBe(approval.argumentHash);
  });

  it('does not send an edit that breaks the schema or a grant', async () => {
    const { runId, approval } = await waiting();
    bench.decide(approval, 'edit', { arguments: { order_id: 'A-1', amount: 'all of it' } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'denied' });
    expect(toldAboutCalls(bench)).toContain('must be number');

    const bounded = await waiting({
      agent: { tools: [{ name: REFUND, constraints: { amount: { max: 1_000 } } }] },
    });
    bench.decide(bounded.approval, 'edit', { arguments: { order_id: 'A-1', amount: 1_001 } });
    await bench.untilStatus(bounded.runId, 'succeeded');
    expect(bench.receiver.calls).toEqual([]);
    expect(toldAboutCalls(bench)).toContain('must be at most 1000');
  });

  it('sends an edit that needs nobody, whoever agreed to what', async () => {
    const { runId, approval } = await waiting();
    bench.decide(approval, 'edit', { arguments: { order_id: 'A-1', amount: 20 } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects[0]?.arguments).toEqual({ order_id: 'A-1', amount: 20 });
  });

  it('asks anew when an edit is not bound to what was agreed on', async () => {
    const { approval } = await waiting({ agent: { escalation: { quorum: 2 } } });
    const args = { order_id: 'A-1', amount: 800 };
    const editedHash = await bench.editedHash(approval, args);
    bench.putTool(toolVersion(REFUND, { ...AMOUNT, timeoutMs: 2_000 }, 2));
    bench.decide(approval, 'edit', { arguments: args, editedHash });
    await bench.clock.runUntil(() => bench.pendingApprovals().length === 1);
    expect(bench.onlyApproval()).toMatchObject({
      arguments: args,
      toolVersion: 2,
      request: { quorum: 2, supersedes: approval.request.id, changed: ['Eve edited the arguments.'] },
    });
    expect(bench.receiver.calls).toEqual([]);
  });

  it('does not count the wait against the deadline', async () => {
    const { runId, approval } = await waiting();
    const before = Date.parse(bench.state(runId).deadlineAt);
    const sinceMs = Date.parse(bench.state(runId).humanWaitSince ?? '');
    await bench.clock.pass(40 * 60_000); // the run has 15 minutes
    bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    const decided = bench.store.runs.get(runId)?.rows.find((row) => row.payload.includes('"approve"'));
    const waitedMs = Date.parse(decided?.at ?? '') - sinceMs;
    expect(waitedMs).toBeGreaterThanOrEqual(40 * 60_000);
    expect(Date.parse(bench.state(runId).deadlineAt) - before).toBe(waitedMs);
  });

  it.each([
    ['another hash', { payloadHash: 'f'.repeat(64) }, {}],
    ['another step', {}, { step: 1 }],
    ['another approval', {}, { id: '01890000-0000-7000-8000-000000000009' }],
  ])('is not moved by a decision on %s', async (_name, over, on) => {
    const { runId, approval } = await waiting();
    const { request, step } = approval;
    bench.store.appendInput(runId, {
      type: 'decision',
      by: { kind: 'user', id: 'user-eve', label: 'Eve' },
      approvalId: request.id,
      payloadHash: request.payloadHash,
      step,
      decision: 'approve',
      arguments: null,
      answer: null,
      reason: null,
      decidedAt: approval.createdAt,
      ...over,
      ...('step' in on ? { step: on.step } : {}),
      ...('id' in on ? { approvalId: on.id } : {}),
    });
    await bench.clock.pass(5_000);
    expect(bench.status(runId)).toBe('waiting');
    expect(bench.toolStep(runId).verdict).toBeNull();
    expect(bench.pendingApprovals()).toHaveLength(1);
    expect(bench.receiver.calls).toEqual([]);
  });
});

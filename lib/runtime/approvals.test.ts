import { afterEach, describe, expect, it } from 'vitest';
import { unexplainedRows } from './testing/explained-journal';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';

const refund = (amount = 900, order_id = 'A-1') => ({ tool: REFUND, arguments: { order_id, amount } });
const AMOUNT = { amountPath: 'amount', amountUnit: 'EUR' };

let bench: RuntimeBench;
afterEach(() => {
  expect(bench.errors).toEqual([]);
  for (const run of bench.store.runs.values()) expect(unexplainedRows(run.rows)).toEqual([]);
});

/** A run whose refund of 900 waits for a person. */
async function waitingRun(options: Partial<BenchOptions> = {}) {
  bench = new RuntimeBench({
    turns: [answers(refund()), finishes('Done.')],
    tools: [toolVersion(REFUND, AMOUNT)],
    ...options,
  });
  const process = new KillableProcess(bench);
  await process.start();
  const runId = await bench.start();
  await bench.untilStatus(runId, 'waiting', 'approval');
  return { runId, process, approval: bench.onlyApproval() };
}

/** What the model was told about its calls at last. */
const told = () => {
  const messages = bench.model.requests.at(-1)?.messages ?? [];
  return messages
    .flatMap((message) => (message.role === 'tool' ? [JSON.stringify(message.content)] : []))
    .join('\n');
};

describe('an approval', () => {
  it('shows the exact call and why, and sends nothing before it is decided', async () => {
    const { runId, approval } = await waitingRun();
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
    const { runId, approval } = await waitingRun();
    bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toEqual([
      { key: `${runId}:2`, tool: REFUND, arguments: { order_id: 'A-1', amount: 900 } },
    ]);
    expect(bench.toolStep(runId).verdict).toMatchObject({ decision: 'approve', by: { label: 'Eve' } });
  });

  it('sends the edited call, under a new hash', async () => {
    const { runId, approval } = await waitingRun({
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
    const { runId, approval } = await waitingRun();
    bench.decide(approval, 'edit', { arguments: { order_id: 'A-1', amount: 'all of it' } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'denied' });
    expect(told()).toContain('must be number');

    const bounded = await waitingRun({
      agent: { tools: [{ name: REFUND, constraints: { amount: { max: 1_000 } } }] },
    });
    bench.decide(bounded.approval, 'edit', { arguments: { order_id: 'A-1', amount: 1_001 } });
    await bench.untilStatus(bounded.runId, 'succeeded');
    expect(bench.receiver.calls).toEqual([]);
    expect(told()).toContain('must be at most 1000');
  });

  it('sends an edit that needs nobody, whoever agreed to what', async () => {
    const { runId, approval } = await waitingRun();
    bench.decide(approval, 'edit', { arguments: { order_id: 'A-1', amount: 20 } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects[0]?.arguments).toEqual({ order_id: 'A-1', amount: 20 });
  });

  it('asks anew when an edit is not bound to what was agreed on', async () => {
    const { approval } = await waitingRun({ agent: { escalation: { quorum: 2 } } });
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

  it('tells the model of a rejection and its reason, and never sends', async () => {
    const { runId, approval } = await waitingRun();
    bench.decide(approval, 'reject', { reason: 'The customer was paid already.' });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toEqual([]);
    expect(told()).toContain(
      'Eve rejected this call: The customer was paid already. Do not retry or rephrase this call.',
    );
  });

  it('expires into a rejection, never into an approval', async () => {
    const { runId, approval } = await waitingRun();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.store.approvals.get(approval.request.id)?.status).toBe('expired');
    expect(bench.clock.now()).toBeGreaterThanOrEqual(Date.parse(approval.request.expiresAt ?? ''));
    expect(bench.receiver.calls).toEqual([]);
    expect(told()).toContain('Nobody approved this call in time.');
  });

  it('does not count the wait against the deadline', async () => {
    const { runId, approval } = await waitingRun();
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
    const { runId, approval } = await waitingRun();
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

describe('an approved call that changed before it was sent', () => {
  it('asks again and says what changed in the tool', async () => {
    const { runId, approval, process } = await waitingRun();
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
    const { approval } = await waitingRun();
    const rule = { id: 'refunds-by-day', effect: 'permit', message: 'By day.' } as const;
    bench.policy = { evaluate: async () => ({ effect: 'permit', rules: [rule], policyVersion: '2' }) };
    bench.decide(approval, 'approve');
    await bench.clock.runUntil(() => bench.pendingApprovals().length === 1);
    expect(bench.onlyApproval().request.changed).toEqual([
      'The policy says permit, refunds-by-day=permit where it said permit.',
    ]);
  });

  it('does not ask again when only the version of the policy set changed', async () => {
    const { runId, approval } = await waitingRun();
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
      const { runId, approval } = await waitingRun();
      bench.policy = { evaluate };
      bench.decide(approval, 'approve');
      await bench.untilStatus(runId, 'succeeded');
      expect(bench.receiver.calls).toEqual([]);
      expect(bench.toolStep(runId).status).toBe('denied');
    }
  });
});

describe('several approvals of one answer', () => {
  const turns = [answers(refund(900, 'A-1'), refund(10, 'A-2'), refund(700, 'A-3')), finishes('Done.')];

  it.each([
    ['in order', [0, 1]],
    ['the other way round', [1, 0]],
  ])('are kept and decided %s, and what needs nobody runs at once', async (_name, order) => {
    bench = new RuntimeBench({ turns, tools: [toolVersion(REFUND, AMOUNT)] });
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
    bench = new RuntimeBench({ turns, tools: [toolVersion(REFUND, AMOUNT)] });
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
    bench = new RuntimeBench({ turns, tools: [toolVersion(REFUND, AMOUNT)] });
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

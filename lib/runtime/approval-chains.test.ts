// What nobody decides in time is asked of the next level, and rejected after the last one: nothing of it is lost or done twice, wherever the process dies.
import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import type { NewApproval } from '@/lib/ports/run-store';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { LARGE_REFUND, toldAboutCalls, waitingRun, watchBenches } from './testing/watched-bench';

const MINUTE_MS = 60_000;
const CHAIN: Partial<BenchOptions> = {
  ...LARGE_REFUND,
  agent: {
    escalation: {
      expiresMs: 10 * MINUTE_MS,
      onExpiry: 'escalate',
      escalateTo: [
        { role: 'approver', people: ['grace@example.com'], expiresMs: 12 * MINUTE_MS },
        { role: 'admin', expiresMs: 20 * MINUTE_MS },
      ],
    },
  },
};

const openBench = watchBenches();
const open = async (policy: Partial<PolicyVerdict> = {}) => {
  const bench = openBench(CHAIN);
  const permit: PolicyVerdict = { effect: 'permit', rules: [], policyVersion: '1' };
  bench.policy = { evaluate: async () => ({ ...permit, ...policy }) };
  return { bench, ...(await waitingRun(bench)) };
};
const levelOf = (bench: RuntimeBench) => bench.pendingApprovals()[0]?.request.escalationLevel ?? 0;
const inputsOf = (bench: RuntimeBench, runId: string) =>
  (bench.store.runs.get(runId)?.inputs ?? []).map(({ input }) =>
    input.type === 'decision' ? input.decision : input.type,
  );

describe('an approval with a chain', () => {
  it('is asked of each level for its whole time, and rejected after the last', async () => {
    const { bench, runId, approval } = await open();
    expect(approval.request).toMatchObject({ requiredRole: 'approver', onExpiry: 'escalate' });
    const seen: NewApproval['request'][] = [];
    for (const level of [1, 2]) {
      await bench.clock.runUntil(() => levelOf(bench) === level);
      // The run is told, and waits on until the new time.
      await bench.clock.runUntil(() => bench.state(runId).inputSeq === level);
      await bench.untilStatus(runId, 'waiting', 'approval');
      const { request } = bench.onlyApproval();
      expect(bench.store.runs.get(runId)?.waiting?.items).toEqual([
        { kind: 'approval', id: request.id, until: request.expiresAt },
      ]);
      expect(bench.toolStep(runId).approval).toEqual(request);
      seen.push(request);
    }
    expect(seen).toMatchObject([
      { escalationLevel: 1, requiredRole: 'approver', onExpiry: 'escalate' },
      { escalationLevel: 2, requiredRole: 'admin', onExpiry: 'reject' },
    ]);
    const [first, second] = seen.map(({ expiresAt }) => Date.parse(expiresAt ?? ''));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(20 * MINUTE_MS);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.clock.now()).toBeGreaterThanOrEqual(second ?? 0);
    expect(bench.store.approvals.get(approval.request.id)?.status).toBe('expired');
    expect(inputsOf(bench, runId)).toEqual(['escalated', 'escalated', 'expire']);
    expect(bench.receiver.calls).toEqual([]);
    expect(toldAboutCalls(bench)).toContain('Nobody approved this call in time.');
  });

  it('sends what a later level approves, once, and the run has lost none of its time', async () => {
    const { bench, runId, approval } = await open();
    const before = Date.parse(bench.state(runId).deadlineAt);
    await bench.clock.runUntil(() => levelOf(bench) === 2);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.store.approvals.get(approval.request.id)?.status).toBe('approved');
    expect(Date.parse(bench.state(runId).deadlineAt) - before).toBeGreaterThanOrEqual(22 * MINUTE_MS);
  });

  it('gives the level that follows its whole time where nobody looked for long', async () => {
    const { bench, runId, process } = await open();
    process.kill();
    await bench.clock.pass(600 * MINUTE_MS);
    const nowMs = bench.clock.now();
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => levelOf(bench) === 1);
    expect(Date.parse(bench.onlyApproval().request.expiresAt ?? '')).toBeGreaterThanOrEqual(
      nowMs + 12 * MINUTE_MS,
    );
    await bench.untilStatus(runId, 'waiting', 'approval');
  });

  it('keeps to the role that the policy names at every level', async () => {
    const { bench } = await open({ effect: 'ask', requiredRole: 'admin' });
    for (const level of [0, 1, 2]) {
      await bench.clock.runUntil(() => levelOf(bench) === level);
      expect(bench.onlyApproval().request.requiredRole).toBe('admin');
    }
  });
});

/** A new process each time the last one died; what waits at `decidedAt` is approved. */
async function survive(bench: RuntimeBench, runId: string, deaths: readonly number[], decidedAt: number) {
  const trail: string[] = [];
  let gates = 0;
  for (const diesAtGate of [...deaths, undefined]) {
    const process = new KillableProcess(bench, { diesAtGate });
    await process.start();
    await bench.clock.runUntil(() => {
      const [pending] = bench.pendingApprovals();
      if (pending?.request.escalationLevel === decidedAt) bench.decide(pending, 'approve');
      return process.dead || bench.store.runs.get(runId)?.finishedAt !== null;
    });
    gates = process.gates;
    if (!process.dead) process.kill();
    else trail.push(process.diedAt);
  }
  return { gates, trail: trail.join(', then ') };
}

describe.each([
  { said: 'approved at the last level', decidedAt: 2, ends: 'approve', sent: 1 },
  { said: 'decided by nobody', decidedAt: -1, ends: 'expire', sent: 0 },
])('a chain that is $said', ({ decidedAt, ends, sent }) => {
  it('is walked once, level by level, when its process dies at any one point', async () => {
    const calm = openBench(CHAIN);
    const { gates } = await survive(calm, await calm.start(), [], decidedAt);
    expect(gates).toBeGreaterThan(15);
    for (let gate = 1; gate <= gates; gate++) {
      const bench = openBench(CHAIN);
      const runId = await bench.start();
      const { trail } = await survive(bench, runId, [gate], decidedAt);
      expect(inputsOf(bench, runId), trail).toEqual(['escalated', 'escalated', ends]);
      expect(bench.receiver.effects, trail).toHaveLength(sent);
      expect(bench.status(runId), trail).toBe('succeeded');
      expect(bench.state(runId).inputSeq, trail).toBe(3);
    }
  });
});

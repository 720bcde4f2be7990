import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import type { JournalRow } from '@/lib/domain/journal-row';
import { SYSTEM_ACTOR } from '@/lib/domain/principal';
import { isoAt } from '@/lib/ports/clock';
import { sealAfter, TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { foldJournal } from './fold';
import { findStep } from './step-access';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { toldAboutCalls, waitingRun, watchBenches } from './testing/watched-bench';

const VETO_MS = 300_000;
const UNDONE = { effect: 'idempotent', compensateWith: { tool: REFUND } };
const ASKS: PolicyVerdict = {
  effect: 'ask',
  policyVersion: '1',
  rules: [{ id: 'refunds.announce', effect: 'ask', message: 'Refunds are announced.' }],
  veto: true,
};
const { veto: _, ...ASKS_A_PERSON } = ASKS;

let bench: RuntimeBench;
const open = watchBenches();

/** A run whose refund runs in five minutes unless somebody objects. */
async function announced(tool: object = UNDONE) {
  bench = open({ tools: [toolVersion(REFUND, tool)], agent: { escalation: { vetoMs: VETO_MS } } });
  bench.policy = { evaluate: async () => ASKS };
  return waitingRun(bench);
}
const endOf = (expiresAt: string | null) => Date.parse(expiresAt ?? '') - bench.clock.now();
const isAskedAnew = () => bench.clock.runUntil(() => bench.pendingApprovals()[0]?.request.supersedes != null);

describe('a veto window', () => {
  it('announces the call, sends nothing before its time, and sends it once after it, as nobody’s approval', async () => {
    const { runId, approval } = await announced();
    expect(approval.request).toMatchObject({ onExpiry: 'execute', quorum: 1 });
    await bench.clock.pass(endOf(approval.request.expiresAt) - 1_000);
    expect(bench.receiver.calls).toEqual([]);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.toolStep(runId).verdict).toMatchObject({ decision: 'unopposed', by: { kind: 'system' } });
    expect(bench.store.approvals.get(approval.request.id)?.status).toBe('unopposed');
  });

  it('sends nothing that somebody objected to', async () => {
    const { runId, approval } = await announced();
    bench.decide(approval, 'reject', { reason: 'Wrong order.' });
    await bench.untilStatus(runId, 'succeeded');
    await bench.clock.pass(2 * VETO_MS);
    expect(bench.receiver.calls).toEqual([]);
    expect(toldAboutCalls(bench)).toContain('Wrong order.');
  });

  it('is let go at once by a person, as any approval', async () => {
    const { runId, approval } = await announced();
    bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    await bench.clock.pass(2 * VETO_MS);
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.toolStep(runId).verdict).toMatchObject({ decision: 'approve', by: { label: 'Eve' } });
  });

  it.each([
    ['is unsafe', { effect: 'unsafe', compensateWith: { tool: REFUND } }],
    ['has nothing that undoes it', { effect: 'idempotent' }],
  ])('is never given to a call that %s', async (_why, tool) => {
    const { approval } = await announced(tool);
    expect(approval.request.onExpiry).toBe('reject');
  });

  it('asks a person where the policy no longer lets it run unopposed', async () => {
    const { runId, approval } = await announced();
    bench.policy = { evaluate: async () => ASKS_A_PERSON };
    await isAskedAnew();
    expect(bench.onlyApproval().request).toMatchObject({
      onExpiry: 'reject',
      supersedes: approval.request.id,
      changed: ['The rules no longer let it run without a decision.'],
    });
    expect(bench.receiver.calls).toEqual([]);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('sends nothing that the policy denies by then', async () => {
    const { runId } = await announced();
    const rules = [{ id: 'night', effect: 'deny', message: 'Not at night.' }] as const;
    bench.policy = { evaluate: async () => ({ effect: 'deny', policyVersion: '2', rules: [...rules] }) };
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toEqual([]);
  });

  it('asks a person where the tool is another one by then', async () => {
    await announced();
    bench.putTool(toolVersion(REFUND, { ...UNDONE, description: 'Another contract.' }, 2));
    await isAskedAnew();
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.onlyApproval().request.onExpiry).toBe('reject');
  });

  it.each(['global', 'agent:refunds'] as const)(
    'that ends under a stop of %s asks a person once it is lifted',
    async (scope) => {
      const { approval } = await announced();
      await bench.clock.pass(VETO_MS / 2);
      bench.store.stops.set(scope, TEST_ACTOR, 'Something is wrong.');
      await bench.clock.pass(VETO_MS);
      expect(bench.receiver.calls).toEqual([]);
      expect(bench.store.approvals.get(approval.request.id)?.status).toBe('pending');
      bench.store.stops.lift(scope);
      await isAskedAnew();
      expect(bench.onlyApproval().request.changed).toEqual(['It was stopped when its window ended.']);
      expect(bench.receiver.calls).toEqual([]);
    },
  );

  it('goes on after a stop that was lifted before it ended', async () => {
    const { runId } = await announced();
    bench.store.stops.set('global', TEST_ACTOR, 'A look.');
    await bench.clock.pass(VETO_MS / 2);
    bench.store.stops.lift('global');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('asks a person where a stop came between its end and the send', async () => {
    const { runId, process, approval } = await announced();
    process.kill();
    await bench.clock.pass(endOf(approval.request.expiresAt));
    expect(await bench.store.expireApprovals(10)).toEqual([runId]);
    bench.store.stops.set('global', TEST_ACTOR, 'At the last moment.');
    await new KillableProcess(bench).start();
    await bench.clock.pass(40_000);
    expect(bench.receiver.calls).toEqual([]);
    bench.store.stops.lift('global');
    await isAskedAnew();
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.onlyApproval().request.changed).toEqual([
      'It was stopped after its window ended, before it was sent.',
    ]);
    expect(bench.toolStep(runId).status).toBe('awaiting_approval');
  });

  it('of a run that is paused when it ends asks a person once the run goes on', async () => {
    const { runId } = await announced();
    bench.store.appendInput(runId, { type: 'pause', by: TEST_ACTOR, reason: 'A look.' });
    await bench.clock.pass(2 * VETO_MS);
    expect(bench.receiver.calls).toEqual([]);
    bench.store.appendInput(runId, { type: 'resume', by: TEST_ACTOR, reason: 'Go on.', limits: {} });
    await isAskedAnew();
    expect(bench.receiver.calls).toEqual([]);
  });

  const pause = { type: 'pause', by: TEST_ACTOR, reason: 'A look.' } as const;
  const resume = { type: 'resume', by: TEST_ACTOR, reason: 'Go on.', limits: {} } as const;
  it.each([
    ['just before it ends', [pause, 'end']],
    ['after its end and before the send', ['end', pause]],
  ] as const)('of a run that is paused %s asks a person, however soon it goes on', async (_when, acts) => {
    const { runId, process, approval } = await announced();
    process.kill();
    await bench.clock.pass(endOf(approval.request.expiresAt));
    for (const act of acts) {
      if (act === 'end') expect(await bench.store.expireApprovals(10)).toEqual([runId]);
      else bench.store.appendInput(runId, act);
    }
    await new KillableProcess(bench).start();
    await bench.clock.pass(40_000);
    bench.store.appendInput(runId, resume);
    await isAskedAnew();
    expect(bench.onlyApproval().request.changed).toEqual([
      'The run was paused, or stood at a bound, before it was sent.',
    ]);
    expect(bench.receiver.calls).toEqual([]);
  });

  it('is worth nothing any more where a bound was reached between its end and the send', async () => {
    const { runId, approval } = await announced();
    await bench.untilStatus(runId, 'succeeded');
    const rows = bench.store.runs.get(runId)?.rows ?? [];
    const silent = rows.slice(0, rows.findIndex(({ payload }) => payload.includes('"unopposed"')) + 1);
    const payload = { type: 'bound', bound: 'loop', message: 'It goes round.' } as const;
    const bound = sealAfter(runId, silent.at(-1), { kind: 'fact', payload }, isoAt(bench.clock.now()));
    const step = (journal: JournalRow[]) => findStep(foldJournal(journal), approval.step);
    expect(step(silent)).toMatchObject({ status: 'ready', approvedHash: expect.any(String) });
    expect(step([...silent, bound])).toMatchObject({ status: 'ready', approvedHash: null });
  });

  it('asks a person where nothing could be sent within a minute of its end', async () => {
    const { runId, process, approval } = await announced();
    process.kill();
    await bench.clock.pass(endOf(approval.request.expiresAt));
    expect(await bench.store.expireApprovals(10)).toEqual([runId]);
    await bench.clock.pass(90_000);
    await new KillableProcess(bench).start();
    await isAskedAnew();
    expect(bench.receiver.calls).toEqual([]);
  });

  it('is nothing that silence could end where a person is asked', async () => {
    const { runId, approval } = await announced({ effect: 'idempotent' });
    const { id, payloadHash } = approval.request;
    bench.store.appendInput(runId, {
      ...{ type: 'decision', by: SYSTEM_ACTOR, approvalId: id, step: approval.step, decision: 'unopposed' },
      ...{ payloadHash, arguments: null, answer: null, reason: null, decidedAt: isoAt(bench.clock.now()) },
    });
    await bench.clock.pass(60_000);
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.toolStep(runId).approval?.id).toBe(id);
  });

  it('that ends while no process lives asks a person', async () => {
    const { process } = await announced();
    process.kill();
    await bench.clock.pass(2 * VETO_MS);
    await new KillableProcess(bench).start();
    await isAskedAnew();
    expect(bench.onlyApproval().request.changed).toEqual(['Nothing was running when its window ended.']);
    expect(bench.receiver.calls).toEqual([]);
  });

  it('is not ended by its run’s cancellation into a send', async () => {
    const { runId } = await announced();
    bench.store.appendInput(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'No more.' });
    await bench.untilStatus(runId, 'cancelled');
    await bench.clock.pass(2 * VETO_MS);
    expect(bench.receiver.calls).toEqual([]);
  });
});

// "It did not happen" is a guess while the call may still arrive, and no word at all once its receiver has spoken.
import { describe, expect, it } from 'vitest';
import { isoAt } from '@/lib/ports/clock';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { approveCalls, untilItCannotArrive, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
const UNSAFE = { effect: 'unsafe', timeoutMs: 3_000 } as const;

/** One refund whose request is still under way when its time is over. */
async function asked(fault: 'late' | 'hang_before' = 'late') {
  const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
  bench.receiver.faults = [fault];
  const process = new KillableProcess(bench);
  await process.start();
  const runId = await bench.start();
  await bench.clock.runUntil(() => {
    approveCalls(bench);
    return bench.store.runs.get(runId)?.waiting?.reason === 'unknown_outcome';
  });
  return { bench, runId, process };
}

const saidInJournal = (bench: RuntimeBench, runId: string) =>
  (bench.store.runs.get(runId)?.rows ?? [])
    .map(({ payload }) => JSON.parse(payload))
    .filter(({ type, decision }) => type === 'decision' && decision === 'did_not_happen');

async function untilAskedAnew(bench: RuntimeBench, runId: string, before: string): Promise<void> {
  await bench.clock.runUntil(() =>
    bench.pendingApprovals().some((one) => one.runId === runId && one.request.id !== before),
  );
}

describe('"it did not happen"', () => {
  it('is not obeyed while the call may still arrive: it is asked again, and the call that arrives is the only one', async () => {
    const { bench, runId } = await asked();
    const { settlesAt } = bench.toolStep(runId);
    const question = bench.onlyApproval();
    bench.decide(question, 'did_not_happen');
    await untilAskedAnew(bench, runId, question.request.id);
    bench.receiver.releaseLate();
    await bench.clock.pass(60_000);
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.receiver.effects).toHaveLength(1);
    expect(saidInJournal(bench, runId)).toMatchObject([{ unheeded: 'may_still_arrive' }]);
    // What it waits for has not moved, and the new question says why there is one.
    expect(bench.toolStep(runId)).toMatchObject({ status: 'unknown', settlesAt, doubt: true, verdict: null });
    const again = bench.onlyApproval();
    expect(again.reasons[0]?.message).toContain(`it might still arrive until ${settlesAt}`);
    expect(again.reasons[0]?.message).toContain('Eve said at');
    expect(bench.store.approvals.get(question.request.id)?.status).toBe('answered');
    bench.decide(again, 'happened', { answer: {} });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('sends it once more from that instant on, to the millisecond', async () => {
    const { bench, runId } = await asked('hang_before');
    await untilItCannotArrive(bench, runId);
    expect(isoAt(bench.clock.now())).toBe(bench.toolStep(runId).settlesAt);
    bench.decide(bench.onlyApproval(), 'did_not_happen');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(2);
    expect(bench.receiver.effects).toHaveLength(1);
    expect(saidInJournal(bench, runId)[0]).not.toHaveProperty('unheeded');
  });

  it('said too early counts as early however late it is read', async () => {
    const { bench, runId, process } = await asked();
    process.kill();
    const question = bench.onlyApproval();
    bench.decide(question, 'did_not_happen');
    await bench.clock.pass(600_000);
    await new KillableProcess(bench).start();
    await untilAskedAnew(bench, runId, question.request.id);
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('said too early of a cancelled run is asked again, and its key stays taken', async () => {
    const { bench, runId } = await asked();
    bench.store.appendInput(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'Enough.' });
    const question = bench.onlyApproval();
    bench.decide(question, 'did_not_happen');
    await untilAskedAnew(bench, runId, question.request.id);
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('unknown');
    await untilItCannotArrive(bench, runId);
    bench.decide(bench.onlyApproval(), 'did_not_happen');
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('overrides no answer that the receiver gave before it, though both are read at once', async () => {
    const { bench, runId, process } = await asked();
    await untilItCannotArrive(bench, runId);
    process.kill();
    const told = {
      answeredAt: isoAt(bench.clock.now()),
      outcome: 'succeeded',
      value: { refund: 'R-1' },
    } as const;
    const late = { ...told, type: 'late_answer', step: 2, attempt: 1, error: null } as const;
    bench.store.appendInput(runId, { ...late, tainted: false, privateData: false });
    bench.decide(bench.onlyApproval(), 'did_not_happen');
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ resultSource: 'late_answer', result: { refund: 'R-1' } });
    expect(bench.receiver.calls).toHaveLength(1);
    expect(saidInJournal(bench, runId)).toMatchObject([{ unheeded: 'receiver_answered' }]);
  });
});

// The adversarial list: an answer that comes after its time is evidence. It settles what has no result and overrides none.
import { describe, expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import type { JsonValue } from '@/lib/domain/json';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund, sayItDidNotHappen, toldAboutCalls, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
const TIMEOUT_MS = 1_000;
const UNSAFE = { effect: 'unsafe', risk: 'low', timeoutMs: TIMEOUT_MS } as const;
const ANSWER = { refund: 'R-1' };

/** Answers that are held back: each attempt's happens at once, and is said when the test says so. */
function heldAnswers(bench: RuntimeBench, times = 1) {
  const held: { readonly say: (value: JsonValue) => void; readonly fail: (error: Error) => void }[] = [];
  const call = bench.receiver.call.bind(bench.receiver);
  bench.receiver.call = async (request, signal) => {
    const answer = await call(request, signal);
    if (held.length >= times) return answer;
    return new Promise<JsonValue>((say, fail) => void held.push({ say, fail }));
  };
  return {
    say: (nth = 0) => held[nth]?.say(ANSWER),
    fail: (error: Error) => held[0]?.fail(error),
  };
}

const lateInputs = (bench: RuntimeBench, runId: string) =>
  (bench.store.runs.get(runId)?.inputs ?? []).filter(({ input }) => input.type === 'late_answer');
const untilAsked = (bench: RuntimeBench, runId: string) =>
  bench.untilStatus(runId, 'waiting', 'unknown_outcome');
const ledger = (bench: RuntimeBench, runId: string) =>
  bench.store.effects.read({ scope: 'run', key: `${runId}:2` });

async function asked(bench: RuntimeBench) {
  const process = new KillableProcess(bench);
  await process.start();
  const runId = await bench.start();
  for (;;) {
    await bench.clock.runUntil(
      () => bench.pendingApprovals().length > 0 || bench.status(runId) === 'succeeded',
    );
    const [approval] = bench.pendingApprovals();
    if (approval?.kind !== 'tool_call') break;
    bench.decide(approval, 'approve');
  }
  await untilAsked(bench, runId);
  return { process, runId };
}

describe('adversarial: timeout, then late success', () => {
  it('while parked for a person: it is the result, and the question is closed', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
    const receiver = heldAnswers(bench);
    const { runId } = await asked(bench);
    const question = bench.onlyApproval();
    receiver.say();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'succeeded',
      result: ANSWER,
      resultSource: 'late_answer',
      evidence: [{ attempt: 1, outcome: 'succeeded', value: ANSWER }],
    });
    expect(bench.store.approvals.get(question.request.id)?.status).toBe('answered');
    expect(ledger(bench, runId)).toMatchObject({ status: 'succeeded', response: ANSWER });
    expect(toldAboutCalls(bench)).toContain('R-1');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(() => bench.decide(question, 'did_not_happen')).toThrow('is decided');
  });

  it('after a person said that it did not happen and it was sent again: evidence, shown, and no result', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
    const receiver = heldAnswers(bench);
    const { runId } = await asked(bench);
    await sayItDidNotHappen(bench, runId);
    await bench.clock.runUntil(() => bench.status(runId) === 'succeeded');
    const result = bench.toolStep(runId);
    expect(result.resultSource).toBe('call');
    receiver.say();
    await bench.clock.runUntil(() => lateInputs(bench, runId).length === 1);
    expect(bench.toolStep(runId).result).toEqual(result.result);
  });

  it('while the second sending is not settled either: a person’s word about the first one stands', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
    const receiver = heldAnswers(bench, 2);
    const { runId } = await asked(bench);
    await sayItDidNotHappen(bench, runId);
    await bench.clock.runUntil(() => bench.receiver.calls.length === 2);
    await untilAsked(bench, runId);
    receiver.say(0);
    await bench.clock.runUntil(() => bench.toolStep(runId).evidence.length === 1);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'unknown', result: null });
    receiver.say(1);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).evidence.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(bench.toolStep(runId).resultSource).toBe('late_answer');
  });

  it('after a takeover: told to the run by who sent it, folded in by who owns it', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
    const receiver = heldAnswers(bench);
    const { process, runId } = await asked(bench);
    // Another process has the run from here on; the first one lives and listens.
    const workerId = process.worker.status().workerId ?? '';
    bench.store.expireLease(workerId);
    process.worker.advanceDue = async () => 0;
    await new KillableProcess(bench).start();
    receiver.say();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).resultSource).toBe('late_answer');
    const claims = bench.kinds(runId).filter((kind) => kind === 'claim');
    expect(claims.length).toBeGreaterThan(1);
  });

  it('in doubt at its new owner, who has not asked yet: nothing is sent again', async () => {
    const bench = openBench({
      tools: [
        toolVersion(REFUND, { effect: 'idempotent', timeoutMs: TIMEOUT_MS, retry: { baseMs: 30_000 } }),
      ],
      random: 0.9,
    });
    const receiver = heldAnswers(bench);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.toolStep(runId).status === 'retrying');
    receiver.say();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.toolStep(runId)).toMatchObject({ result: ANSWER, resultSource: 'late_answer' });
  });

  it('beside a look-up that found it: the look-up’s result stands', async () => {
    const bench = openBench({
      tools: [toolVersion(REFUND, { effect: 'reconcilable', timeoutMs: TIMEOUT_MS })],
      honoursKeys: false,
    });
    const receiver = heldAnswers(bench);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).resultSource).toBe('look_up');
    receiver.say();
    await bench.clock.runUntil(() => lateInputs(bench, runId).length === 1);
    expect(bench.toolStep(runId).resultSource).toBe('look_up');
  });

  it('of a run that has ended: kept, folded in by a redrive alone, and settles it then', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
    const receiver = heldAnswers(bench);
    const { runId } = await asked(bench);
    const run = bench.store.runs.get(runId);
    if (run === undefined) throw new Error('there is no run');
    bench.store.appendInput(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'Enough.' });
    await untilAsked(bench, runId);
    await sayItDidNotHappen(bench, runId);
    await bench.untilStatus(runId, 'cancelled');
    const rows = run.rows.length;
    receiver.say();
    await bench.clock.runUntil(() => lateInputs(bench, runId).length === 1);
    await bench.clock.pass(60_000);
    expect(run.rows).toHaveLength(rows);
    expect(bench.status(runId)).toBe('cancelled');
  });

  it('comes once, however often it is told', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
    const receiver = heldAnswers(bench);
    const { tellRun } = bench.store;
    bench.store.tellRun = async (...given) => {
      await tellRun(...given);
      return tellRun(...given);
    };
    const { runId } = await asked(bench);
    receiver.say();
    await bench.untilStatus(runId, 'succeeded');
    expect(lateInputs(bench, runId)).toHaveLength(1);
  });

  it('is not listened to for ever: what comes after the grace time is lost, and the person is still asked', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
    const receiver = heldAnswers(bench);
    const { runId } = await asked(bench);
    await bench.clock.pass(120_000);
    receiver.say();
    await bench.clock.pass(5_000);
    expect(lateInputs(bench, runId)).toEqual([]);
    expect(bench.pendingApprovals()).toHaveLength(1);
  });

  it('settles the other calls of its run as they are: only its own step goes on', async () => {
    const bench = openBench({
      tools: [toolVersion(REFUND, UNSAFE)],
      honoursKeys: false,
      turns: [answers(refund('A-1', 1), refund('A-2', 2)), finishes('Done.')],
    });
    const receiver = heldAnswers(bench, 2);
    const { runId } = await asked(bench);
    await bench.clock.runUntil(() => {
      for (const approval of bench.pendingApprovals())
        if (approval.kind === 'tool_call') bench.decide(approval, 'approve');
      return bench.pendingApprovals().filter(({ kind }) => kind === 'unknown_outcome').length === 2;
    });
    receiver.say(1);
    await bench.clock.runUntil(() => bench.toolStep(runId, 3).status === 'succeeded');
    expect(bench.toolStep(runId, 2).status).toBe('unknown');
    await untilAsked(bench, runId);
    receiver.say(0);
    await bench.untilStatus(runId, 'succeeded');
  });
});

describe('adversarial: timeout, then a late error', () => {
  const refused = new CodedError('http_422', 'fatal', 'The order is closed.');

  it('that refuses it for good settles the one attempt that was made: it did not happen', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
    const receiver = heldAnswers(bench);
    const { runId } = await asked(bench);
    const question = bench.onlyApproval();
    receiver.fail(refused);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'failed',
      error: { code: 'http_422' },
      doubt: false,
    });
    expect(ledger(bench, runId)?.status).toBe('failed_final');
    expect(bench.store.approvals.get(question.request.id)?.status).toBe('answered');
  });

  it('that says nothing of the effect is evidence alone: the person is still asked', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
    const receiver = heldAnswers(bench);
    const { runId } = await asked(bench);
    receiver.fail(new CodedError('http_500', 'unknown', 'It broke.'));
    await bench.clock.runUntil(() => bench.toolStep(runId).evidence.length === 1);
    await untilAsked(bench, runId);
    expect(bench.toolStep(runId).evidence[0]).toMatchObject({
      outcome: 'error',
      error: { code: 'http_500' },
    });
    expect(bench.pendingApprovals()).toHaveLength(1);
  });
});

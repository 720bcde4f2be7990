import { describe, expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes, type ScriptedAnswer } from './testing/scripted-model';
import { AMOUNT, refund, sayItDidNotHappen, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const away: ScriptedAnswer = () => {
  throw new CodedError('http_401', 'fatal', 'The key "k-17" is not valid.');
};
const redrive = (bench: RuntimeBench, runId: string, limits = {}) =>
  bench.store.redrive(runId, { type: 'redrive', by: TEST_ACTOR, reason: 'The key is renewed.', limits });
const lettersOf = (bench: RuntimeBench, runId: string) =>
  bench.store.letters.filter((letter) => letter.runId === runId);

/** A refund that succeeds, then a model that is away for good. */
async function failed(bench: RuntimeBench): Promise<string> {
  await new KillableProcess(bench).start();
  const runId = await bench.start();
  await bench.untilStatus(runId, 'failed');
  return runId;
}

/** A run whose refund takes down every worker that makes it. */
async function poisoned(bench: RuntimeBench): Promise<string> {
  const runId = await bench.start();
  for (let deaths = 0; deaths < 4; deaths++) {
    const process = new KillableProcess(bench);
    bench.receiver.afterEffect = async () => {
      process.kill();
      await new Promise<never>(() => {});
    };
    await process.start();
    await bench.clock.runUntil(() => process.dead);
  }
  bench.receiver.afterEffect = async () => {};
  await new KillableProcess(bench).start();
  await bench.untilStatus(runId, 'failed');
  return runId;
}

describe('a run that failed for good', () => {
  it('leaves a letter with its cause, equal for runs that failed alike', async () => {
    const bench = open({ turns: [answers(refund()), away] });
    const [one, other] = [await failed(bench), await failed(bench)];
    expect(lettersOf(bench, one)).toMatchObject([
      { state: 'open', code: 'model_failed', step: 3, model: 'scripted', tool: null },
    ]);
    expect(lettersOf(bench, other)[0]?.fingerprint).toBe(lettersOf(bench, one)[0]?.fingerprint);
    expect(lettersOf(bench, other)[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  it('goes on where it failed when it is redriven: the refund that succeeded is not made again', async () => {
    const bench = open({ turns: [answers(refund()), away] });
    const runId = await failed(bench);
    bench.model.turns = [answers(refund()), finishes('Done.')];
    expect(redrive(bench, runId)).toBe(1);
    expect(redrive(bench, runId)).toBeNull();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.kinds(runId)).toEqual([
      ...['input', 'claim', 'intent:1', 'result:1', 'intent:2', 'result:2', 'intent:3', 'result:3', 'end'],
      ...['claim', 'input', 'intent:3', 'result:3', 'end'],
    ]);
    expect(bench.state(runId).steps[2]?.attempts.map(({ outcome }) => outcome)).toEqual([
      'error',
      'succeeded',
    ]);
    expect(lettersOf(bench, runId)).toMatchObject([{ state: 'redriven' }]);
  });

  it('has its attempts and its time anew, and fails again with another letter', async () => {
    const busy: ScriptedAnswer = () => {
      throw new CodedError('http_503', 'retryable', 'The provider is busy.');
    };
    const bench = open({ turns: [busy] });
    const runId = await failed(bench);
    expect(bench.state(runId).steps[0]?.attempts).toHaveLength(4);
    await bench.clock.pass(3_600_000);
    redrive(bench, runId);
    await bench.untilStatus(runId, 'failed');
    expect(bench.state(runId).steps[0]?.attempts).toHaveLength(8);
    expect(lettersOf(bench, runId).map(({ state }) => state)).toEqual(['redriven', 'open']);
    bench.model.turns = [finishes('Done.')];
    redrive(bench, runId, { deadlineMs: 3_600_000 });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).limits.deadlineMs).toBe(3_600_000);
    const budgetMs = Date.parse(bench.state(runId).deadlineAt) - bench.clock.now();
    expect(budgetMs).toBeGreaterThan(3_590_000);
  });

  it('may answer wrongly twice again', async () => {
    const wrong = answers({ tool: 'no.such.tool', arguments: {} });
    const bench = open({ turns: [wrong] });
    const runId = await failed(bench);
    expect(bench.store.runs.get(runId)?.error?.code).toBe('model_invalid');
    bench.model.turns = [answers(refund()), finishes('Done.')];
    redrive(bench, runId);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('asks a person about a call that may have happened, and never sends it by itself', async () => {
    const bench = open({ tools: [toolVersion(REFUND, { effect: 'idempotent' })] });
    const runId = await poisoned(bench);
    const sent = bench.receiver.calls.length;
    redrive(bench, runId);
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
    await bench.clock.pass(3_600_000);
    expect(bench.receiver.calls).toHaveLength(sent);
    bench.decide(bench.onlyApproval(), 'happened', { answer: {} });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('succeeded');
    // The call was answered with its failure before; the model is told once, and what a person said.
    const told = bench.state(runId).context.filter((message) => message.role === 'tool');
    expect(told).toMatchObject([{ isError: false }]);
  });

  it('asks anew for what waited when it failed, whatever had been asked before', async () => {
    const bench = open({
      turns: [answers(refund('A-1', 900), refund('A-2', 5)), finishes('Done.')],
      tools: [toolVersion(REFUND, { ...AMOUNT, effect: 'idempotent' })],
    });
    const runId = await poisoned(bench);
    expect(bench.toolStep(runId, 2).status).toBe('cancelled');
    expect(bench.pendingApprovals()).toEqual([]);
    redrive(bench, runId);
    await bench.clock.runUntil(() => bench.pendingApprovals().length === 2);
    for (const approval of bench.pendingApprovals()) {
      if (approval.kind === 'tool_call') bench.decide(approval, 'approve');
      else bench.decide(approval, 'happened', { answer: {} });
    }
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects.map((effect) => effect.key).toSorted()).toEqual([
      `${runId}:2`,
      `${runId}:3`,
    ]);
  });

  it('goes on also where only its fence could end it, and asks about the effect that was left unknown', async () => {
    const bench = open();
    const { commit } = bench.store;
    bench.store.commit = async (given) => {
      if (bench.receiver.calls.length > 0) throw new CodedError('store_refused', 'fatal', 'It is refused.');
      return commit.call(bench.store, given);
    };
    const runId = await failed(bench);
    expect(bench.errors.splice(0)).toHaveLength(2);
    expect(bench.kinds(runId)).not.toContain('end');
    expect(lettersOf(bench, runId)).toMatchObject([{ code: 'internal_error', step: null, state: 'open' }]);
    bench.store.commit = commit;
    redrive(bench, runId);
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
    expect(bench.receiver.calls).toHaveLength(1);
    await sayItDidNotHappen(bench, runId);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(2);
  });

  it('is not sent on while everything is halted, and by itself afterwards', async () => {
    const bench = open({ turns: [away] });
    const runId = await failed(bench);
    bench.store.stops.set('global', TEST_ACTOR, 'An incident.');
    await bench.clock.pass(5_000);
    bench.model.turns = [finishes('Done.')];
    const asked = bench.model.requests.length;
    redrive(bench, runId);
    await bench.untilStatus(runId, 'waiting', 'halt');
    expect(bench.model.requests).toHaveLength(asked);
    bench.store.stops.lift('global');
    await bench.untilStatus(runId, 'succeeded');
  });

  it('has each effect once whenever a process dies on the way, before the redrive or after it', async () => {
    for (let gate = 1; gate <= 26; gate++) {
      const bench = open({ turns: [answers(refund('A-1')), away] });
      const runId = await bench.start();
      let process = new KillableProcess(bench, { diesAtGate: gate });
      await process.start();
      let sentOn = false;
      await bench.clock.runUntil(() => {
        if (process.dead) {
          process = new KillableProcess(bench);
          void process.start();
        }
        if (!sentOn && bench.status(runId) === 'failed') {
          bench.model.turns = [answers(refund('A-1')), answers(refund('A-2')), finishes('Done.')];
          sentOn = redrive(bench, runId) !== null;
        }
        return bench.status(runId) === 'succeeded';
      });
      expect(bench.receiver.effects.map((effect) => effect.key)).toEqual([`${runId}:2`, `${runId}:4`]);
      process.kill();
    }
  });
});

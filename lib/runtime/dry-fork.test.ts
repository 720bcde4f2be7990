import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import { type ForkChanges, isDryRun } from '@/lib/domain/fork';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { UNAVAILABLE_IN_DRY_RUN } from './dry-call';
import { foldJournal } from './fold';
import { type ForkRequest, forkRun } from './start-fork';
import { KillableProcess } from './testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes, type ScriptedAnswer } from './testing/scripted-model';

const READ = 'orders.read';
const read = (order_id: string) => ({ tool: READ, arguments: { order_id } });
const refund = (order_id: string, amount: number) => ({ tool: REFUND, arguments: { order_id, amount } });
const ORIGIN = [answers(read('A-1')), answers(refund('A-1', 5)), finishes('Done.')];

const TOOLS = [toolVersion(REFUND, { amountPath: 'amount' }), toolVersion(READ, { effect: 'read' })];

async function benchWith(turns: readonly ScriptedAnswer[] = ORIGIN, agent: object = {}) {
  const bench = new RuntimeBench({ turns, tools: TOOLS, agent });
  const runId = await bench.start();
  const process = new KillableProcess(bench);
  await process.start();
  await bench.untilStatus(runId, 'succeeded');
  process.kill();
  return { bench, runId };
}

type Wish = { changes?: ForkChanges } & Partial<Pick<ForkRequest, 'fromStep' | 'mode' | 'modelCalls'>>;
async function fork(bench: RuntimeBench, runId: string, wish: Wish = {}): Promise<string> {
  const rows = bench.store.runs.get(runId)?.rows ?? [];
  const asked = { fromStep: 3, mode: 'dry', modelCalls: 'live', changes: {}, ...wish } as const;
  const run = forkRun({ rows, thread: null, by: TEST_ACTOR, ...asked }, bench.ports);
  await bench.store.createRun(run);
  return run.runId;
}

/** Drives it to its end in a world where any call of a tool, and any trace of one, fails the test. */
async function finish(bench: RuntimeBench, runId: string, diesAtGate?: number) {
  const { calls, effects } = bench.receiver;
  const before = [calls.length, effects.length, bench.store.approvals.size, bench.store.letters.length];
  const commits = bench.store.commits.length;
  let gates = 0;
  for (const dies of diesAtGate === undefined ? [undefined] : [diesAtGate, undefined]) {
    const process = new KillableProcess(bench, { diesAtGate: dies });
    await process.start();
    await bench.clock.runUntil(() => process.dead || bench.store.runs.get(runId)?.finishedAt != null);
    gates = process.gates;
    process.kill();
  }
  const own = bench.store.commits.slice(commits);
  for (const commit of own) {
    const { rows: _, exit: __, runId: ___, fence: ____, ...traces } = commit;
    expect(Object.values(traces).flat()).toEqual([]);
  }
  expect(own.length).toBeGreaterThan(0);
  expect([calls.length, effects.length, bench.store.approvals.size, bench.store.letters.length]).toEqual(
    before,
  );
  expect(bench.receiver.lookUps).toEqual([]);
  return gates;
}

describe('a dry fork', () => {
  it('begins with the very state of the run that it was forked from', async () => {
    const { bench, runId } = await benchWith();
    const dry = await fork(bench, runId);
    expect(isDryRun(dry)).toBe(true);
    expect(isDryRun(runId)).toBe(false);
    const rows = bench.store.runs.get(dry)?.rows ?? [];
    const { seq, mode } = bench.state(dry).fork ?? {};
    if (seq === undefined) throw new Error('it was forked');
    expect(mode).toBe('dry');
    for (let until = 1; until <= seq; until += 1) {
      const origin = foldJournal((bench.store.runs.get(runId)?.rows ?? []).slice(0, until));
      const forked = foldJournal(rows.slice(0, until));
      const { runId: _, lastHash: __, fork: ___, deadlineAt: ____, startedBy: _____, ...state } = forked;
      expect(origin).toMatchObject({ ...state, trigger: origin.trigger });
    }
    expect(rows).toHaveLength(seq + 1);
    expect(
      rows.every(({ costMicroUsd, tokens, step }) => costMicroUsd === 0 && tokens === 0 && step === null),
    ).toBe(true);
  });

  it('takes reads from the recording, lists writes as what it would have done, and sends nothing', async () => {
    const { bench, runId } = await benchWith();
    bench.model.turns = [
      answers(read('A-1')),
      answers(read('A-1'), read('A-2'), refund('A-1', 900)),
      finishes('Other.'),
    ];
    const dry = await fork(bench, runId, { fromStep: 1, changes: { prompt: 'You refund generously.' } });
    await finish(bench, dry);
    const { steps, end } = bench.state(dry);
    expect(end).toMatchObject({ status: 'succeeded', output: { answer: 'Other.' } });
    expect(bench.model.requests.at(-1)?.system).toContain('You refund generously.');
    const [, first, , again, unknown, would] = steps;
    expect(first).toMatchObject({ tool: READ, resultSource: 'recording', result: { done: READ } });
    // Read once in the recording: a second time it can't be known what it would say.
    expect(again).toMatchObject({ status: 'failed', error: { code: UNAVAILABLE_IN_DRY_RUN } });
    expect(unknown).toMatchObject({ status: 'failed', error: { code: UNAVAILABLE_IN_DRY_RUN } });
    expect(would).toMatchObject({
      tool: REFUND,
      arguments: { order_id: 'A-1', amount: 900 },
      resultSource: 'would_have_done',
      admission: { verdict: 'await_approval', amount: 900 },
    });
  });

  it('gives the answers of the recording again, with other arguments, and calls no model', async () => {
    const { bench, runId } = await benchWith();
    const asked = bench.model.requests.length;
    const dry = await fork(bench, runId, {
      fromStep: 4,
      modelCalls: 'recorded',
      changes: { arguments: { order_id: 'A-1', amount: 7 } },
    });
    await finish(bench, dry);
    expect(bench.model.requests).toHaveLength(asked);
    const { steps, usage, end } = bench.state(dry);
    expect(steps[3]).toMatchObject({ arguments: { amount: 7 }, call: { arguments: { amount: 7 } } });
    expect(end).toMatchObject({ status: 'succeeded', output: { answer: 'Done.' } });
    expect(usage).toMatchObject({ steps: 6, costMicroUsd: 0, tokens: 0 });
  });

  it('fails where its recording is over, and leaves no letter', async () => {
    const { bench, runId } = await benchWith([answers(read('A-1')), finishes('Done.')]);
    const rows = bench.store.runs.get(runId)?.rows ?? [];
    const run = forkRun(
      { rows, thread: null, by: TEST_ACTOR, fromStep: 1, mode: 'dry', modelCalls: 'recorded', changes: {} },
      bench.ports,
    );
    // Cut before its finish.
    const until = rows.findIndex(({ kind, step }) => kind === 'result' && step === 3);
    const short = { ...run, startRow: run.startRow };
    await bench.store.createRun(short);
    bench.store.loadJournal = async (id) => {
      const all = bench.store.runs.get(id)?.rows ?? [];
      return id === runId ? all.slice(0, until) : all;
    };
    await finish(bench, run.runId);
    expect(bench.state(run.runId).end).toMatchObject({
      status: 'failed',
      error: { code: 'recording_ended' },
    });
  });

  it('takes from the recording of the fork that it continues, whatever that one had taken from its own', async () => {
    const { bench, runId } = await benchWith([answers(read('A-1')), answers(read('A-2')), finishes('Done.')]);
    bench.model.turns = [answers(read('A-2')), answers(read('A-1')), finishes('Turned.')];
    const first = await fork(bench, runId, { fromStep: 1 });
    await finish(bench, first);
    expect(bench.state(first).recordingTaken).toEqual([4, 2]);
    const second = await fork(bench, first, { fromStep: 3 });
    await finish(bench, second);
    expect(bench.toolStep(second, 4)).toMatchObject({ status: 'succeeded', resultSource: 'recording' });
    expect(bench.state(second).recordingTaken).toEqual([4]);
  });

  it('is judged by the version of the policy that it was given', async () => {
    const { bench, runId } = await benchWith();
    bench.policyAt = async (version) => ({ effect: 'deny', rules: [], policyVersion: String(version) });
    const dry = await fork(bench, runId, { changes: { policyVersion: 7 } });
    await finish(bench, dry);
    expect(bench.toolStep(dry, 4)).toMatchObject({
      status: 'denied',
      admission: { policy: { policyVersion: '7' } },
    });
  });

  it('sends nothing whatever happens to its process, at any point', async () => {
    const calm = await benchWith();
    const gates = await finish(calm.bench, await fork(calm.bench, calm.runId, { fromStep: 1 }));
    expect(gates).toBeGreaterThan(8);
    for (let gate = 1; gate <= gates; gate += 1) {
      const { bench, runId } = await benchWith();
      const dry = await fork(bench, runId, { fromStep: 1 });
      await finish(bench, dry, gate);
      expect(bench.state(dry).end, `died at gate ${gate}`).toMatchObject({ status: 'succeeded' });
      expect(bench.toolStep(dry, 4).resultSource).toBe('would_have_done');
    }
  });

  it('waits for its recording while the store is away', async () => {
    const { bench, runId } = await benchWith();
    const dry = await fork(bench, runId, { fromStep: 1 });
    const load = bench.store.loadJournal.bind(bench.store);
    let failures = 3;
    bench.store.loadJournal = async (id) => {
      if (id === runId && failures-- > 0) throw new StoreUnavailableError('connection refused');
      return load(id);
    };
    await finish(bench, dry);
    expect(failures).toBeLessThan(0);
    expect(bench.state(dry).end).toMatchObject({ status: 'succeeded' });
    expect(bench.toolStep(dry, 2)).toMatchObject({ resultSource: 'recording', recoveries: 0 });
    expect(
      bench.store.commits.filter((commit) => commit.runId === dry && commit.exit?.kind === 'release'),
    ).toEqual([]);
  });

  it('ends at a bound instead of waiting for a person to raise it', async () => {
    const { bench, runId } = await benchWith(ORIGIN, { limits: { maxSteps: 5 } });
    bench.model.turns = [answers(read('A-1'))];
    const dry = await fork(bench, runId, { fromStep: 1 });
    await finish(bench, dry);
    expect(bench.state(dry).end).toMatchObject({ status: 'failed', error: { code: 'bound_expired' } });
  });
});

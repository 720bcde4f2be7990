import { describe, expect, it } from 'vitest';
import type { RunInput } from '@/lib/domain/run-input';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { REFUND, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

let bench: RuntimeBench;
const open = watchBenches();
const CANCEL: RunInput = { type: 'cancel', by: TEST_ACTOR, reason: 'Wrong customer.' };
const PAUSE: RunInput = { type: 'pause', by: TEST_ACTOR, reason: 'Look first.' };
const resume = (limits: Extract<RunInput, { type: 'resume' }>['limits'] = {}): RunInput => ({
  type: 'resume',
  by: TEST_ACTOR,
  reason: 'Go on.',
  limits,
});

async function begin(options: Partial<BenchOptions>, limits = {}) {
  bench = open(options);
  const process = new KillableProcess(bench);
  await process.start();
  return bench.start({ order_id: 'A-1' }, limits);
}
/** The first effect has happened, and its reply is held back until the returned function is called. */
async function inFlight() {
  let reply = () => {};
  bench.receiver.afterEffect = () =>
    new Promise((resolve) => {
      reply = resolve;
    });
  await bench.clock.runUntil(() => bench.receiver.effects.length > 0);
  return () => reply();
}

describe('cancel', () => {
  it('lets the effect in flight settle, sends nothing more, and keeps what was achieved', async () => {
    const runId = await begin({});
    const reply = await inFlight();
    bench.store.appendInput(runId, CANCEL);
    await bench.clock.pass(1_500);
    expect(bench.status(runId)).toBe('running');
    reply();
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.toolStep(runId).status).toBe('succeeded');
    expect(bench.store.runs.get(runId)).toMatchObject({
      error: { code: 'cancelled', message: 'Wrong customer.' },
      summary: { partial: { results: [{ step: 2, tool: REFUND }] } },
    });
    expect(bench.model.requests).toHaveLength(1);
  });

  it('asked for twice ends the run for the first one’s reason, which is the one that is shown', async () => {
    const runId = await begin({});
    const reply = await inFlight();
    bench.store.appendInput(runId, CANCEL);
    bench.store.appendInput(runId, { ...CANCEL, reason: 'Nobody needs it.' });
    await bench.clock.pass(1_500);
    reply();
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.store.runs.get(runId)?.error?.message).toBe('Wrong customer.');
  });

  it('does not wait for a model', async () => {
    const runId = await begin({ turns: [() => new Promise(() => {})] });
    await bench.clock.runUntil(() => bench.model.requests.length === 1);
    bench.store.appendInput(runId, CANCEL);
    const before = bench.clock.now();
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.clock.now() - before).toBeLessThanOrEqual(1_000);
  });

  it('voids what waits for a person and frees its key', async () => {
    const runId = await begin({
      turns: [answers(refund('A-1', 900)), finishes('Done.')],
      tools: [toolVersion(REFUND, { amountPath: 'amount' })],
    });
    await bench.untilStatus(runId, 'waiting', 'approval');
    const approval = bench.onlyApproval();
    bench.store.appendInput(runId, CANCEL);
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.store.approvals.get(approval.request.id)?.status).toBe('cancelled');
    expect(bench.toolStep(runId).status).toBe('cancelled');
    expect(bench.receiver.calls).toEqual([]);
  });

  it('ends at once a call that is to be repeated and certainly did not happen', async () => {
    const runId = await begin({ tools: [toolVersion(REFUND, { retry: { baseMs: 60_000, capMs: 60_000 } })] });
    bench.receiver.faults = ['refuse'];
    await bench.untilStatus(runId, 'waiting', 'timer');
    bench.store.appendInput(runId, CANCEL);
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('failed_final');
  });

  it('asks what happened instead of repeating a call in doubt', async () => {
    const runId = await begin({ tools: [toolVersion(REFUND, { retry: { baseMs: 60_000, capMs: 60_000 } })] });
    bench.receiver.faults = ['lose_reply'];
    await bench.untilStatus(runId, 'waiting', 'timer');
    bench.store.appendInput(runId, CANCEL);
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
    bench.decide(bench.onlyApproval(), 'happened', { answer: {} });
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.toolStep(runId).status).toBe('succeeded');
  });

  it('looks up a reconcilable call in doubt before it ends', async () => {
    const runId = await begin({
      tools: [toolVersion(REFUND, { effect: 'reconcilable' })],
      honoursKeys: false,
    });
    const reply = await inFlight();
    bench.store.appendInput(runId, CANCEL);
    await bench.untilStatus(runId, 'cancelled');
    reply();
    expect(bench.toolStep(runId)).toMatchObject({ status: 'succeeded', resultSource: 'look_up' });
  });

  it('asks what happened even when the time of the run is over', async () => {
    const tools = [toolVersion(REFUND, { effect: 'reconcilable' })];
    const runId = await begin({ tools, honoursKeys: false }, { deadlineMs: 3_000 });
    await inFlight();
    bench.store.appendInput(runId, CANCEL);
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.clock.now()).toBeGreaterThanOrEqual(Date.parse(bench.state(runId).deadlineAt));
    expect(bench.toolStep(runId)).toMatchObject({ status: 'succeeded', resultSource: 'look_up' });
  });

  it('keeps an approved call from being sent', async () => {
    const runId = await begin({
      turns: [answers(refund('A-1', 900)), finishes('Done.')],
      tools: [toolVersion(REFUND, { amountPath: 'amount' })],
    });
    await bench.untilStatus(runId, 'waiting', 'approval');
    bench.decide(bench.onlyApproval(), 'approve');
    bench.store.appendInput(runId, CANCEL);
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.receiver.calls).toEqual([]);
  });
});

describe('pause and resume', () => {
  it('finishes what is in flight, starts nothing, and goes on when resumed; the time in between does not count', async () => {
    const runId = await begin({});
    const reply = await inFlight();
    bench.store.appendInput(runId, PAUSE);
    await bench.clock.pass(1_000);
    reply();
    await bench.untilStatus(runId, 'waiting', 'paused');
    expect(bench.model.requests).toHaveLength(1);
    const { deadlineAt, humanWaitSince } = bench.state(runId);
    await bench.clock.pass(3_600_000);
    bench.store.appendInput(runId, resume());
    await bench.untilStatus(runId, 'succeeded');
    const resumed = bench.store.runs.get(runId)?.rows.find((row) => row.payload.includes('"resume"'));
    const waitedMs = Date.parse(resumed?.at ?? '') - Date.parse(humanWaitSince ?? '');
    expect(waitedMs).toBeGreaterThan(3_600_000);
    expect(Date.parse(bench.state(runId).deadlineAt)).toBe(Date.parse(deadlineAt) + waitedMs);
  });

  it('takes a decision while paused, and sends the call only when resumed', async () => {
    const runId = await begin({
      turns: [answers(refund('A-1', 900)), finishes('Done.')],
      tools: [toolVersion(REFUND, { amountPath: 'amount' })],
    });
    await bench.untilStatus(runId, 'waiting', 'approval');
    bench.store.appendInput(runId, PAUSE);
    await bench.untilStatus(runId, 'waiting', 'paused');
    expect(bench.store.runs.get(runId)?.waiting?.items.map((item) => item.kind)).toEqual([
      'paused',
      'approval',
    ]);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.clock.pass(5_000);
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.toolStep(runId).status).toBe('ready');
    bench.store.appendInput(runId, resume());
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });
});

describe('what a paused run holds', () => {
  const SHARED = { keyTemplate: 'refund:{order_id}', resourceKey: 'order:{order_id}' };
  const RETRY = { maxAttempts: 9, baseMs: 60_000, capMs: 60_000 };

  /** Paused while its call waits for another attempt; then a second run wants the same. */
  async function held(tool: object, faults: RuntimeBench['receiver']['faults']) {
    const runId = await begin({ tools: [toolVersion(REFUND, { ...SHARED, retry: RETRY, ...tool })] });
    bench.receiver.faults = [...faults];
    await bench.clock.runUntil(() => bench.state(runId).steps[1]?.status === 'retrying');
    const other = await bench.start({ order_id: 'A-1' });
    await bench.clock.pass(200);
    bench.store.appendInput(runId, PAUSE);
    await bench.untilStatus(runId, 'waiting', 'paused');
    return { runId, other, pausedMs: bench.clock.now() };
  }

  it('is given back where it certainly did not happen: who waits for it makes the call at once', async () => {
    const { runId, other, pausedMs } = await held({}, ['refuse']);
    await bench.untilStatus(other, 'succeeded');
    expect(bench.clock.now() - pausedMs).toBeLessThan(1_000);
    bench.store.appendInput(runId, resume());
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).resultSource).toBe('ledger');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is kept where it may have happened: its own run settles it, and nobody sends it besides', async () => {
    const { runId, other } = await held({ effect: 'idempotent', timeoutMs: 500 }, ['lose_reply']);
    await bench.clock.pass(30_000);
    expect(bench.status(other)).not.toBe('succeeded');
    expect(bench.receiver.calls).toHaveLength(1);
    bench.store.appendInput(runId, resume());
    await bench.clock.runUntil(() => [runId, other].every((id) => bench.status(id) === 'succeeded'));
    expect(bench.receiver.effects).toHaveLength(1);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { RunInput } from '@/lib/domain/run-input';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { unexplainedRows } from './testing/explained-journal';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes, says } from './testing/scripted-model';

const refund = (order_id = 'A-1', amount = 5) => ({ tool: REFUND, arguments: { order_id, amount } });
const CANCEL: RunInput = { type: 'cancel', by: TEST_ACTOR, reason: 'Wrong customer.' };
const PAUSE: RunInput = { type: 'pause', by: TEST_ACTOR, reason: 'Look first.' };
const resume = (limits: Extract<RunInput, { type: 'resume' }>['limits'] = {}): RunInput => ({
  type: 'resume',
  by: TEST_ACTOR,
  reason: 'Go on.',
  limits,
});

let bench: RuntimeBench;
afterEach(() => {
  expect(bench.errors).toEqual([]);
  for (const run of bench.store.runs.values()) expect(unexplainedRows(run.rows)).toEqual([]);
});

async function begin(options: Partial<BenchOptions>, limits = {}) {
  bench = new RuntimeBench({ turns: [answers(refund()), finishes('Done.')], ...options });
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
const boundOf = (runId: string) => bench.state(runId).bound?.bound;

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

describe('limits', () => {
  const endless = [
    answers(refund('A-1')),
    answers(refund('A-2')),
    answers(refund('A-3')),
    answers(refund('A-4')),
    finishes('Done.'),
  ];

  it.each([
    ['steps', { maxSteps: 4 }, { maxSteps: 40 }],
    ['tool_calls', { maxToolCalls: 2 }, { maxToolCalls: 30 }],
    ['tokens', { maxTokens: 240 }, { maxTokens: 100_000 }],
    ['cost', { maxCostMicroUsd: 280 }, { maxCostMicroUsd: 100_000 }],
  ] as const)(
    'park the run at %s with what it has, and let it go on when raised',
    async (bound, tight, raised) => {
      const runId = await begin({ turns: endless }, tight);
      await bench.untilStatus(runId, 'waiting', 'limit');
      expect(boundOf(runId)).toBe(bound);
      expect(bench.store.runs.get(runId)).toMatchObject({
        waiting: { items: [{ kind: 'limit', id: bound }] },
        summary: { partial: { results: [{ step: 2 }, { step: 4 }] } },
      });
      expect(bench.receiver.effects).toHaveLength(2);
      bench.store.appendInput(runId, resume());
      await bench.clock.pass(3_000);
      expect(boundOf(runId)).toBe(bound); // nothing was raised
      bench.store.appendInput(runId, resume(raised));
      await bench.untilStatus(runId, 'succeeded');
      expect(bench.receiver.effects).toHaveLength(4);
    },
  );

  it('shorten the answer to what remains', async () => {
    const runId = await begin({ turns: endless }, { maxTokens: 300, maxCostMicroUsd: 200 });
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(bench.model.requests.map((request) => request.maxOutputTokens)).toEqual([100, 30]);
  });

  it('stop a run at its deadline, a hung tool included, and give it the time a person grants', async () => {
    const tool = toolVersion(REFUND, { effect: 'read', timeoutMs: 60_000 });
    const runId = await begin({ tools: [tool] }, { deadlineMs: 10_000 });
    bench.receiver.faults = ['hang_before'];
    const startMs = bench.clock.now();
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(boundOf(runId)).toBe('time');
    expect(bench.clock.now() - startMs).toBeLessThanOrEqual(11_000);
    bench.store.appendInput(runId, resume({ deadlineMs: 70_000 }));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).attempts.map((attempt) => attempt.error?.code ?? attempt.outcome)).toEqual([
      'timeout',
      'succeeded',
    ]);
  });

  it('stop a loop of identical calls within four, and let it go on once', async () => {
    const runId = await begin({ turns: [answers(refund())] });
    await bench.untilStatus(runId, 'waiting', 'limit');
    expect(boundOf(runId)).toBe('loop');
    expect(bench.receiver.calls).toHaveLength(3);
    bench.store.appendInput(runId, resume());
    await bench.clock.runUntil(() => bench.receiver.calls.length === 6);
    await bench.untilStatus(runId, 'waiting', 'limit');
  });

  it('take no loop for one where other calls stand between', async () => {
    const turns = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => answers(refund(n % 3 === 2 ? `B-${n}` : 'A-1')));
    const runId = await begin({ turns: [...turns, finishes('Done.')] });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(8);
  });
});

describe('an answer that is no valid call', () => {
  const nonsense = answers({ tool: REFUND, arguments: { order_id: 7 } });

  it('is told to the model once, with the paths, and the run goes on', async () => {
    const runId = await begin({
      turns: [
        (request, signal) =>
          request.messages.length === 1 ? nonsense(request, signal) : answers(refund())(request, signal),
        finishes('Done.'),
      ],
    });
    await bench.untilStatus(runId, 'succeeded');
    const told = bench.model.requests[1]?.messages.at(-1);
    expect(JSON.stringify(told)).toContain('/calls/0/arguments/order_id: must be string');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.state(runId).steps[0]).toMatchObject({ status: 'failed', error: { code: 'model_invalid' } });
  });

  it('fails the run the second time in a row, with what it has', async () => {
    const runId = await begin({ turns: [answers(refund()), nonsense] });
    await bench.untilStatus(runId, 'failed');
    expect(bench.store.runs.get(runId)).toMatchObject({
      error: { code: 'model_invalid' },
      summary: { partial: { results: [{ step: 2 }] } },
    });
  });

  it('is forgiven again after a valid one', async () => {
    let calls = 0;
    const flaky =
      (good: ReturnType<typeof answers>): ReturnType<typeof answers> =>
      (request, signal) => {
        calls += 1;
        return calls % 2 === 1 ? nonsense(request, signal) : good(request, signal);
      };
    const runId = await begin({ turns: [flaky(answers(refund())), flaky(finishes('Done.'))] });
    await bench.untilStatus(runId, 'succeeded');
    expect(calls).toBe(4);
  });
});

describe('a model that can not be reached', () => {
  it('is called again, and the run fails after the last attempt', async () => {
    const runId = await begin({ turns: [() => Promise.reject(new Error('socket hang up'))] });
    await bench.untilStatus(runId, 'failed');
    expect(bench.model.requests).toHaveLength(4);
    expect(bench.store.runs.get(runId)?.error?.code).toBe('model_failed');
    expect(bench.state(runId).steps).toHaveLength(1);
  });

  it('is not waited for beyond its timeout', async () => {
    let calls = 0;
    const runId = await begin({
      turns: [
        (request, signal) => {
          calls += 1;
          return calls === 1 ? new Promise(() => {}) : says('All good.')(request, signal);
        },
      ],
    });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.store.runs.get(runId)?.output).toEqual({ answer: 'All good.' });
  });
});

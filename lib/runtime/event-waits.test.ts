import { describe, expect, it } from 'vitest';
import type { RunInput } from '@/lib/domain/run-input';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { createTestIds } from '@/lib/ports/testing/test-ids';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund, toldAboutCalls, watchBenches } from './testing/watched-bench';

const WAIT = 'wait_for_reply';
const KEY = 'reply:A-1';
const DAY_MS = 86_400_000;
const ids = createTestIds();
const open = watchBenches();
let bench: RuntimeBench;
let process: KillableProcess;

const waitTool = (over: object = {}) =>
  toolVersion(WAIT, {
    kind: 'builtin',
    builtin: 'wait_for_event',
    event: { keyTemplate: 'reply:{order_id}', timeoutMs: 3 * DAY_MS },
    effect: 'read',
    http: undefined,
    lookup: undefined,
    untrustedOutput: true,
    ...over,
  });
const wait = (order_id = 'A-1') => ({ tool: WAIT, arguments: { order_id } });
const event = (payload: string, correlationKey = KEY) => ({
  id: ids.timeOrdered(),
  correlationKey,
  payload: { text: payload },
  runId: null,
  by: TEST_ACTOR,
});

async function begin(options: Partial<BenchOptions> = {}, tool: object = {}) {
  bench = open({
    turns: [answers(wait()), finishes('Done.')],
    tools: [toolVersion(REFUND), waitTool(tool)],
    ...options,
  });
  process = new KillableProcess(bench);
  await process.start();
  return bench.start();
}
const waits = (runId: string) => bench.untilStatus(runId, 'waiting', 'event');

describe('a call that waits for an event', () => {
  it('parks the run, for the event and until its time, and calls nobody', async () => {
    const runId = await begin();
    await waits(runId);
    const { until, since } = bench.toolStep(runId).wait ?? {};
    expect(Date.parse(until ?? '') - Date.parse(since ?? '')).toBe(3 * DAY_MS);
    expect(bench.store.runs.get(runId)).toMatchObject({
      owner: null,
      dueAtMs: null,
      waiting: { reason: 'event', items: [{ kind: 'event', id: KEY, until }] },
    });
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'waiting', attempts: [] });
  });

  it('goes on with what the event says, as text of an outsider, and shows who sent it', async () => {
    const runId = await begin();
    await waits(runId);
    const sent = event('Please do.');
    bench.store.events.send(sent);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'succeeded',
      resultSource: 'event',
      tainted: true,
      result: { event: { text: 'Please do.' } },
      wait: { correlationKey: KEY, event: { id: sent.id, by: TEST_ACTOR } },
    });
    expect(bench.state(runId).tainted).toBe(true);
    expect(toldAboutCalls(bench)).toContain('Please do.');
  });

  it('taints nothing where the tool says that its events can be trusted', async () => {
    const runId = await begin({}, { untrustedOutput: false });
    await waits(runId);
    bench.store.events.send(event('ok'));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).tainted).toBe(false);
  });

  it('takes an event that came before it, without parking', async () => {
    const runId = await (async () => {
      bench = open({ turns: [answers(wait()), finishes('Done.')], tools: [waitTool()] });
      bench.store.events.send(event('early'));
      process = new KillableProcess(bench);
      await process.start();
      return bench.start();
    })();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).result).toMatchObject({ event: { text: 'early' } });
    expect(bench.store.commits.filter(({ exit }) => exit?.kind === 'park')).toEqual([]);
  });

  it('waits for days without a process, is told that nothing came, and the deadline does not count that time', async () => {
    const runId = await begin();
    await waits(runId);
    const before = Date.parse(bench.state(runId).deadlineAt);
    process.kill();
    await bench.clock.pass(3 * DAY_MS + 2_000);
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'succeeded',
      tainted: false,
      wait: { event: null },
      result: { event: null, message: expect.stringContaining(`No event came on ${KEY} until`) },
    });
    expect(Date.parse(bench.state(runId).deadlineAt) - before).toBeGreaterThanOrEqual(3 * DAY_MS);
  });

  it('waits beside a call that is sent, and lets that one finish', async () => {
    const runId = await begin({ turns: [answers(wait(), refund()), finishes('Done.')] });
    await waits(runId);
    expect(bench.receiver.effects).toHaveLength(1);
    bench.store.events.send(event('yes'));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId, 3).status).toBe('succeeded');
  });

  it('survives the death of its worker at every act, and takes the event once', async () => {
    let gates = Number.POSITIVE_INFINITY;
    for (let gate = 1; gate <= gates; gate++) {
      bench = open({ turns: [answers(wait()), finishes('Done.')], tools: [waitTool()] });
      bench.store.events.send(event('kept'));
      const first = new KillableProcess(bench, { diesAtGate: gate });
      await first.start();
      const runId = await bench.start();
      await bench.clock.runUntil(() => first.dead || bench.status(runId) === 'succeeded');
      if (!first.dead) gates = first.gates;
      await new KillableProcess(bench).start();
      await bench.untilStatus(runId, 'succeeded');
      expect(bench.toolStep(runId).result, first.diedAt).toMatchObject({ event: { text: 'kept' } });
      expect(bench.store.events.waits.map(({ status }) => status)).toEqual(['settled']);
    }
    expect(gates).toBeGreaterThan(8);
  });

  it('is given up with its run, and what it was given is kept for the next wait', async () => {
    const runId = await begin();
    await waits(runId);
    const cancel: RunInput = { type: 'cancel', by: TEST_ACTOR, reason: 'No.' };
    bench.store.appendInput(runId, cancel);
    await bench.untilStatus(runId, 'cancelled');
    expect(bench.store.events.waits).toMatchObject([{ status: 'cancelled' }]);
    expect(bench.toolStep(runId).status).toBe('cancelled');
    expect(bench.store.events.send(event('too late'))).toBeNull();
    const next = await bench.start();
    await bench.untilStatus(next, 'succeeded');
    expect(bench.toolStep(next).result).toMatchObject({ event: { text: 'too late' } });
  });

  it('takes its event while the run is paused, and goes on when that is over', async () => {
    const runId = await begin();
    await waits(runId);
    bench.store.appendInput(runId, { type: 'pause', by: TEST_ACTOR, reason: 'Look first.' });
    await bench.untilStatus(runId, 'waiting', 'paused');
    bench.store.events.send(event('meanwhile'));
    await bench.clock.runUntil(() => bench.toolStep(runId).status === 'succeeded');
    expect(bench.status(runId)).not.toBe('succeeded');
    bench.store.appendInput(runId, { type: 'resume', by: TEST_ACTOR, reason: 'Go on.', limits: {} });
    await bench.untilStatus(runId, 'succeeded');
  });

  it('takes its event under the halt and sends nothing before that is lifted', async () => {
    const runId = await begin({ turns: [answers(wait()), answers(refund()), finishes('Done.')] });
    await waits(runId);
    bench.store.stops.set('global', TEST_ACTOR, 'test');
    bench.store.events.send(event('under the halt'));
    await bench.clock.runUntil(() => bench.toolStep(runId).status === 'succeeded');
    await bench.clock.pass(5_000);
    expect(bench.model.requests).toHaveLength(1);
    bench.store.stops.lift('global');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is asked about first where the agent says so, and waits once it is approved', async () => {
    const runId = await begin({ agent: { escalation: { alwaysAsk: [WAIT] } } });
    await bench.untilStatus(runId, 'waiting', 'approval');
    bench.decide(bench.onlyApproval(), 'approve');
    await waits(runId);
    bench.store.events.send(event('yes'));
    await bench.untilStatus(runId, 'succeeded');
  });

  it('counts as a tool call, and fails where its key can not be made', async () => {
    const runId = await begin({}, { event: { keyTemplate: 'reply:{input.missing}' } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'failed',
      error: { code: 'correlation_key_missing' },
    });
    const other = await begin();
    await waits(other);
    expect(bench.state(other).usage.toolCalls).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@/lib/domain/json';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import {
  AMOUNT,
  LARGE_REFUND,
  refund,
  toldAboutCalls,
  waitingRun,
  watchBenches,
} from './testing/watched-bench';

const LOOK = 'orders.get';
const open = watchBenches();
let bench: RuntimeBench;
/** What the order looks like; null: the look-up fails. */
let order: JsonValue;

const look = (over: object = {}, version = 1) => toolVersion(LOOK, { effect: 'read', ...over }, version);
const bound = (over: object = {}) =>
  toolVersion(REFUND, {
    ...AMOUNT,
    precondition: {
      tool: LOOK,
      arguments: { order_id: '{arguments.order_id}' },
      paths: ['status', 'refund.sum'],
    },
    ...over,
  });

function start(options: Partial<BenchOptions> = {}) {
  bench = open({
    ...LARGE_REFUND,
    tools: [bound(), look()],
    agent: { tools: [{ name: REFUND }] },
    ...options,
  });
  order = { status: 'open', refund: { sum: 0 }, views: 1 };
  bench.receiver.respond = ({ tool, arguments: args }) => (tool.name === LOOK ? order : { done: args });
  return bench;
}
const waiting = (options: Partial<BenchOptions> = {}) => waitingRun(start(options));
const looks = () => bench.receiver.calls.filter(({ tool }) => tool.name === LOOK);
const reopenedOnce = () => bench.clock.runUntil(() => bench.pendingApprovals().length === 1);

describe('a call with a precondition', () => {
  it('is shown with the state of its target, looked up without a grant and as no call of the run', async () => {
    const { runId } = await waiting();
    expect(looks()).toMatchObject([{ arguments: { order_id: 'A-1' }, asker: { runId, step: 2 } }]);
    expect(bench.toolStep(runId).admission?.target).toMatchObject({
      tool: LOOK,
      toolVersion: 1,
      arguments: { order_id: 'A-1' },
      seen: [
        { path: 'status', value: 'open' },
        { path: 'refund.sum', value: 0 },
      ],
    });
    expect(bench.state(runId).usage.toolCalls).toBe(0);
  });

  it('is sent once approved where its target is as it was, whatever else of it changed', async () => {
    const { runId, approval } = await waiting();
    order = { status: 'open', refund: { sum: 0 }, views: 2 };
    bench.putTool(look({}, 2));
    bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(looks()).toHaveLength(2);
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.toolStep(runId).admission?.target?.toolVersion).toBe(2);
  });

  it('asks again, and says what changed, where its target is not as it was shown', async () => {
    const { runId, approval } = await waiting();
    order = { status: 'open', refund: { sum: 900 } };
    bench.decide(approval, 'approve');
    await reopenedOnce();
    const again = bench.onlyApproval();
    const changed = ['refund.sum of its target was 0 and is 900 now.'];
    expect(again.request).toMatchObject({ supersedes: approval.request.id, changed });
    expect(again.reasons.map(({ rule }) => rule)).toContain('approval.binding');
    expect(bench.receiver.effects).toEqual([]);
    bench.decide(again, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('holds an edit to the target as well', async () => {
    const { runId, approval } = await waiting();
    const args = { order_id: 'A-1', amount: 600 };
    const edit = { arguments: args, editedHash: await bench.editedHash(approval, args) };
    order = { status: 'closed', refund: { sum: 0 } };
    bench.decide(approval, 'edit', edit);
    await reopenedOnce();
    expect(bench.onlyApproval().request.changed).toEqual([
      'Eve edited the arguments.',
      'status of its target was "open" and is "closed" now.',
    ]);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toMatchObject([{ arguments: args }]);
  });

  it('waits unseen for a look-up that fails: nobody is asked, and nothing is sent', async () => {
    start();
    bench.receiver.faults = ['refuse', 'hang'];
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => looks().length === 2);
    expect(bench.pendingApprovals()).toEqual([]);
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'proposed',
      deferred: { by: 'precondition', id: LOOK },
    });
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(looks()).toHaveLength(3);
    bench.receiver.faults = ['refuse', 'bad_request'];
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.clock.runUntil(() => looks().length === 5);
    expect(bench.receiver.effects).toEqual([]);
    await bench.untilStatus(runId, 'succeeded');
    expect(looks()).toHaveLength(6);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is put off by what holds the look-up back, and sent unseen by no approval', async () => {
    const { runId, approval } = await waiting();
    let closed = true;
    const { gates } = bench;
    bench.gates = {
      enter: async (request) =>
        closed && request.called.kind === 'tool' && request.called.tool.name === LOOK
          ? { passed: false, by: 'breaker', id: `tool:${LOOK}`, waitMs: 60_000 }
          : gates.enter(request),
    };
    bench.decide(approval, 'approve');
    await bench.clock.runUntil(() => bench.toolStep(runId).deferred?.by === 'breaker');
    expect(bench.receiver.effects).toEqual([]);
    closed = false;
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it.each([
    ['is gone', () => bench.tools.delete(LOOK), 'There is no tool orders.get'],
    [
      'has a price',
      () => bench.putTool(look({ price: { perCallMicroUsd: 5 } }, 2)),
      'no read without a price',
    ],
    ['acts', () => bench.putTool(look({ effect: 'unsafe' }, 2)), 'no read without a price'],
  ])('fails where the tool that looks %s', async (_name, change, said) => {
    const { runId, approval } = await waiting();
    change();
    bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'failed',
      error: { code: 'precondition_impossible' },
    });
    expect(toldAboutCalls(bench)).toContain(said);
    expect(bench.receiver.effects).toEqual([]);
  });

  it('looks at nothing where nobody is asked', async () => {
    start({ turns: [answers(refund('A-1', 5)), finishes('Done.')] });
    await new KillableProcess(bench).start();
    await bench.untilStatus(await bench.start(), 'succeeded');
    expect(looks()).toEqual([]);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('keeps secrets out, and long values as their digest', async () => {
    const secret = 'sk-live-4f9a77c2e1';
    start({ secrets: [{ name: 'PAY_KEY', value: secret }] });
    order = { status: `key ${secret}`, refund: { sum: 'x'.repeat(5_000) } };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(JSON.stringify(bench.store.runs.get(runId)?.rows)).not.toContain(secret);
    expect(bench.toolStep(runId).admission?.target?.seen).toMatchObject([
      { value: 'key [secret:PAY_KEY]' },
      { value: expect.stringMatching(/^5002 characters, SHA-256 [0-9a-f]{64}$/) },
    ]);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is looked at again by the next owner where the worker dies at the look', async () => {
    start();
    const process = new KillableProcess(bench);
    await process.start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    bench.receiver.faults = ['hang'];
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.clock.runUntil(() => looks().length === 2);
    process.kill();
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(looks()).toHaveLength(3);
    expect(bench.receiver.effects).toHaveLength(1);
  });
});

// What is published while a call waits for its next attempt: it stops what has not happened, and is no reason to forget what may have.
import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { AMOUNT, refund, sayItDidNotHappen, toldAboutCalls, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
/** Long enough that the run is parked meanwhile, and read anew. */
const SLOWLY = { retry: { maxAttempts: 3, baseMs: 60_000, capMs: 60_000 } };
const FROZEN = 'Refunds are frozen.';

type Rule = PolicyVerdict['rules'][number];
function publish(bench: RuntimeBench, effect: Rule['effect']): void {
  const rules = [{ id: 'freeze', effect, message: FROZEN }];
  bench.policy = { evaluate: async () => ({ effect, rules, policyVersion: '2' }) };
}

async function begin(tool: object, options: Partial<BenchOptions> = {}) {
  const bench = openBench({ tools: [toolVersion(REFUND, { ...SLOWLY, ...tool })], ...options });
  const runId = await bench.start();
  return { bench, runId };
}

/** One refund that its receiver refused, or whose reply got lost, and that waits for its next attempt. */
async function waiting(
  tool: object,
  options: Partial<BenchOptions> = {},
  fault: 'refuse' | 'lose_reply' = 'refuse',
) {
  const { bench, runId } = await begin(tool, options);
  bench.receiver.faults = [fault];
  await new KillableProcess(bench).start();
  await bench.clock.runUntil(() => {
    for (const approval of bench.pendingApprovals()) bench.decide(approval, 'approve');
    return bench.toolStep(runId).status === 'retrying';
  });
  return { bench, runId };
}

const effectOf = (bench: RuntimeBench, runId: string) =>
  bench.store.effects.read({ scope: 'run', key: `${runId}:2` });
const LARGE = { turns: [answers(refund('A-1', 900)), finishes('Done.')] };

describe('a call that certainly did not happen, before its next attempt', () => {
  it.each(['idempotent', 'reconcilable'] as const)(
    'is denied where a deny was published meanwhile: %s',
    async (effect) => {
      const { bench, runId } = await waiting({ effect });
      publish(bench, 'deny');
      await bench.untilStatus(runId, 'succeeded');
      expect(bench.receiver.calls).toHaveLength(1);
      expect(bench.receiver.effects).toEqual([]);
      expect(bench.toolStep(runId)).toMatchObject({
        status: 'denied',
        doubt: false,
        admission: { verdict: 'deny', reasons: [{ rule: 'freeze', message: FROZEN }] },
      });
      expect(toldAboutCalls(bench)).toContain(FROZEN);
      expect(effectOf(bench, runId)?.status).toBe('failed_final');
    },
  );

  it('is denied though a person had approved it', async () => {
    const { bench, runId } = await waiting(AMOUNT, LARGE);
    publish(bench, 'deny');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).status).toBe('denied');
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('is denied where its grant is gone', async () => {
    const { bench, runId } = await waiting({});
    Object.assign(bench.agent.definition, { tools: [] });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).status).toBe('denied');
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('fails where its tool is gone', async () => {
    const { bench, runId } = await waiting({});
    bench.tools.clear();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'failed', error: { code: 'tool_missing' } });
    expect(effectOf(bench, runId)?.status).toBe('failed_final');
  });

  it('asks again where its tool is another version than the one that was approved, and nothing is held meanwhile', async () => {
    const tool = { ...AMOUNT, resourceKey: 'order:{order_id}' };
    const { bench, runId } = await waiting(tool, LARGE);
    const id = bench.toolStep(runId).call?.resource ?? '';
    const isFree = () => bench.store.effects.isFree({ kind: 'resource', id });
    expect(isFree()).toBe(false);
    bench.putTool(toolVersion(REFUND, { ...SLOWLY, ...tool, description: 'Pays back.' }, 2));
    await bench.untilStatus(runId, 'waiting', 'approval');
    const again = bench.onlyApproval();
    expect(again.request.changed).toEqual([`${REFUND} changed from version 1 to 2.`]);
    expect(effectOf(bench, runId)).toMatchObject({ status: 'failed_final' });
    expect(isFree()).toBe(true);
    bench.decide(again, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls.map(({ tool: { version } }) => version)).toEqual([1, 2]);
    expect(bench.receiver.effects.map(({ key }) => key)).toEqual([`${runId}:2`]);
  });

  it('asks for the first time where the policy wants a person by now, and is not sent before', async () => {
    const { bench, runId } = await waiting({});
    publish(bench, 'ask');
    await bench.untilStatus(runId, 'waiting', 'approval');
    await bench.clock.pass(120_000);
    expect(bench.receiver.calls).toHaveLength(1);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it.each([
    ['nobody was asked', {}, {}],
    ['a person approved it', AMOUNT, LARGE],
  ])('is the same call where it is still allowed: %s', async (_who, tool, options) => {
    const { bench, runId } = await waiting(tool, options);
    const asked = bench.store.approvals.size;
    let evaluated = 0;
    const { evaluate } = bench.policy;
    bench.policy = {
      evaluate: (request) => {
        evaluated += 1;
        return evaluate(request);
      },
    };
    await bench.untilStatus(runId, 'succeeded');
    expect(evaluated).toBe(1);
    const [first, second] = bench.receiver.calls;
    expect(second).toEqual(first);
    expect(bench.store.approvals.size).toBe(asked);
    const intents = (bench.store.runs.get(runId)?.rows ?? []).filter(
      ({ kind, step }) => kind === 'intent' && step === 2,
    );
    expect(JSON.parse(intents[1]?.payload ?? '')).toEqual({
      type: 'tool',
      step: 2,
      attempt: 2,
      mode: 'send',
    });
  });

  it('is judged by the taint it was made under: what came later is not in its arguments', async () => {
    const read = toolVersion('mails.read', { effect: 'read', untrustedOutput: true });
    const { bench, runId } = await begin(
      { externalSink: true },
      {
        turns: [answers(refund(), { tool: 'mails.read', arguments: { order_id: 'A-1' } }), finishes('Done.')],
        tools: [toolVersion(REFUND, { ...SLOWLY, externalSink: true }), read],
      },
    );
    bench.receiver.faults = ['refuse'];
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).tainted).toBe(true);
    expect(bench.receiver.effects).toHaveLength(1);
  });
});

describe('a read that was under way when its worker was lost', () => {
  it('is not made again past a deny', async () => {
    const { bench, runId } = await begin({ effect: 'read' });
    const process = new KillableProcess(bench, { diesAt: { gate: 'before send' } });
    await process.start();
    await bench.clock.runUntil(() => process.dead);
    publish(bench, 'deny');
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'denied', recoveries: 1 });
    expect(bench.receiver.calls).toEqual([]);
  });
});

describe('a call that may have happened, before its next attempt', () => {
  it.each([
    ['happened', 'succeeded'],
    ['did_not_happen', 'denied'],
  ] as const)(
    'is not written again past a deny: a person is asked, and says that it %s',
    async (said, status) => {
      const { bench, runId } = await waiting({ effect: 'idempotent' }, {}, 'lose_reply');
      publish(bench, 'deny');
      await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
      expect(bench.receiver.calls).toHaveLength(1);
      expect(effectOf(bench, runId)?.status).toBe('unknown');
      expect(bench.toolStep(runId).error).toMatchObject({ code: 'denied', class: 'unknown' });
      expect(bench.onlyApproval().reasons[0]?.message).toContain(FROZEN);
      if (said === 'happened') bench.decide(bench.onlyApproval(), said, { answer: {} });
      else await sayItDidNotHappen(bench, runId);
      await bench.untilStatus(runId, 'succeeded');
      expect(bench.toolStep(runId).status).toBe(status);
      expect(bench.receiver.calls).toHaveLength(1);
    },
  );

  it('is written again by its key where only the tool changed', async () => {
    const { bench, runId } = await waiting({ effect: 'idempotent', ...AMOUNT }, LARGE, 'lose_reply');
    bench.putTool(toolVersion(REFUND, { ...SLOWLY, ...AMOUNT, description: 'Pays back.' }, 2));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls.map(({ tool: { version } }) => version)).toEqual([1, 1]);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is looked up past a deny, and recorded where it is found', async () => {
    const { bench, runId } = await begin({ effect: 'reconcilable' }, { honoursKeys: false });
    bench.receiver.faults = ['lose_reply'];
    bench.receiver.afterEffect = async () => publish(bench, 'deny');
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'succeeded', resultSource: 'look_up' });
    expect([bench.receiver.calls.length, bench.receiver.lookUps.length]).toEqual([1, 1]);
  });

  it('is looked up past a deny, and not sent again where it is not found', async () => {
    const { bench, runId } = await begin(
      { effect: 'reconcilable', timeoutMs: 1_000 },
      { honoursKeys: false },
    );
    bench.receiver.faults = ['hang_before'];
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    publish(bench, 'deny');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'denied', doubt: false, settlesAt: null });
    expect(bench.receiver.calls).toHaveLength(1);
    expect(effectOf(bench, runId)?.status).toBe('failed_final');
  });
});

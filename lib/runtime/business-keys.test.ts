import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { REFUND, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { approveCalls, refund, watchBenches } from './testing/watched-bench';

let bench: RuntimeBench;
const open = watchBenches();

function openTool(tool: object, options: Partial<BenchOptions> = {}) {
  bench = open({ tools: [toolVersion(REFUND, tool)], ...options });
  return bench;
}
async function begin(): Promise<string> {
  const process = new KillableProcess(bench);
  await process.start();
  return bench.start();
}
const _outcomes = (runId: string, step = 2) =>
  bench.toolStep(runId, step).attempts.map(({ mode, outcome, error }) => `${mode} ${error?.code ?? outcome}`);
const _effectOf = (runId: string) => bench.store.effects.read({ scope: 'run', key: `${runId}:2` });

describe('one business key', () => {
  const KEYED = { keyTemplate: 'refund:{order_id}' };

  it('gives a second run the first one’s result, calls nobody and spends no call', async () => {
    openTool({ ...KEYED, untrustedOutput: true });
    const first = await begin();
    await bench.untilStatus(first, 'succeeded');
    const second = await bench.start();
    await bench.untilStatus(second, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.toolStep(second)).toMatchObject({ resultSource: 'ledger', tainted: true });
    expect(bench.toolStep(second).result).toEqual(bench.toolStep(first).result);
    expect(bench.state(second).usage.toolCalls).toBe(0);
    expect(bench.state(second).tainted).toBe(true);
  });

  it('refuses other arguments', async () => {
    openTool(KEYED, {
      turns: [
        (request, signal) => {
          const amount = JSON.stringify(request.messages).includes('second') ? 7 : 5;
          return answers(refund('A-1', amount))(request, signal);
        },
        finishes('Done.'),
      ],
    });
    const first = await begin();
    await bench.untilStatus(first, 'succeeded');
    const second = await bench.start({ order_id: 'second' });
    await bench.untilStatus(second, 'succeeded');
    expect(bench.toolStep(second).error).toMatchObject({ code: 'idempotency_mismatch', class: 'fatal' });
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('waits for a run that has it in flight, without counting attempts, and takes its result', async () => {
    openTool({ ...KEYED, retry: { maxAttempts: 1 }, timeoutMs: 60_000 });
    bench.receiver.afterEffect = () => bench.clock.sleep(30_000);
    const first = await begin();
    const second = await bench.start();
    await bench.clock.runUntil(() => [first, second].every((runId) => bench.status(runId) === 'succeeded'));
    expect(bench.receiver.calls).toHaveLength(1);
    const sources = [first, second].map((runId) => bench.toolStep(runId).resultSource);
    expect(sources.toSorted()).toEqual(['call', 'ledger']);
  });

  it('stays shut while another run does not know what became of it', async () => {
    openTool({ ...KEYED, effect: 'unsafe', timeoutMs: 1_000 }, { honoursKeys: false }).receiver.faults = [
      'hang',
    ];
    const first = await begin();
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.store.runs.get(first)?.waiting?.reason === 'unknown_outcome';
    });
    const second = await bench.start();
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.status(second) === 'succeeded';
    });
    expect(bench.toolStep(second).error?.code).toBe('effect_unknown_elsewhere');
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('fails the call before anything is sent when its value is missing', async () => {
    openTool({ keyTemplate: 'refund:{ticket}' });
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'failed',
      attempts: [],
      error: { code: 'effect_key_missing' },
    });
    expect(bench.receiver.calls).toEqual([]);
  });
});

describe('the same call twice', () => {
  it('is one effect while the first is not settled: the second joins it', async () => {
    openTool({}, { turns: [answers(refund(), refund()), finishes('Done.')] });
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect([2, 3].map((step) => bench.toolStep(runId, step).resultSource)).toEqual(['call', 'ledger']);
  });

  it('waits with the first for what a person says, and shares it', async () => {
    const turns = [answers(refund(), refund()), finishes('Done.')];
    openTool({ effect: 'unsafe', timeoutMs: 1_000 }, { turns, honoursKeys: false }).receiver.faults = [
      'hang',
    ];
    const runId = await begin();
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.pendingApprovals().some((approval) => approval.kind === 'unknown_outcome');
    });
    await bench.clock.pass(10 * 60_000);
    approveCalls(bench);
    expect(bench.toolStep(runId, 3).status).toBe('retrying');
    bench.decide(bench.onlyApproval(), 'happened', { answer: { refund: 'R-1' } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.toolStep(runId, 3)).toMatchObject({ result: { refund: 'R-1' }, resultSource: 'ledger' });
  });

  it('does not wait in vain where the first is in doubt and can not be repeated: a person is asked, and both share it', async () => {
    const turns = [answers(refund(), refund()), finishes('Done.')];
    openTool({ retry: { baseMs: 10, capMs: 10 } }, { turns }).receiver.faults = ['lose_reply'];
    const { catalog } = bench.ports;
    const find = catalog.toolVersion.bind(catalog);
    // The tool is gone only while the first call is about to be repeated.
    catalog.toolVersion = async (name, version) => {
      const [runId = ''] = bench.store.runs.keys();
      const status = bench.state(runId).steps[1]?.status;
      return status === 'retrying' ? null : find(name, version);
    };
    const runId = await begin();
    await bench.clock.runUntil(() =>
      bench.pendingApprovals().some((approval) => approval.kind === 'unknown_outcome'),
    );
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('unknown');
    bench.decide(bench.onlyApproval(), 'happened', { answer: { refund: 'R-1' } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.toolStep(runId, 3)).toMatchObject({ result: { refund: 'R-1' }, resultSource: 'ledger' });
  });

  it('keeps the joined key when it is approved after the first has settled', async () => {
    const amounts = { amountPath: 'amount' };
    openTool(amounts, { turns: [answers(refund('A-1', 900), refund('A-1', 900)), finishes('Done.')] });
    const runId = await begin();
    await bench.untilStatus(runId, 'waiting', 'approval');
    const [first, second] = bench.pendingApprovals();
    if (!first || !second) throw new Error('both calls wait for a person');
    bench.decide(first, 'approve');
    await bench.clock.runUntil(() => bench.toolStep(runId, 2).status === 'succeeded');
    bench.decide(second, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.toolStep(runId, 3).resultSource).toBe('ledger');
  });

  it('is two effects once the first is settled: a new decision is a new step', async () => {
    openTool({}, { turns: [answers(refund()), answers(refund()), finishes('Done.')] });
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects.map((effect) => effect.key)).toEqual([`${runId}:2`, `${runId}:4`]);
  });
});
